package org.polyvisor.guest.compiler;

import java.lang.classfile.ClassFile;
import java.lang.reflect.AccessFlag;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Classes that were compiled from sources.
 *
 * @param files class files by internal name
 */
public record CompiledSource(Map<String, byte[]> files) implements ClassSource {

    /**
     * Keeps them.
     *
     * @param files class files by internal name
     */
    public CompiledSource {
        files = new LinkedHashMap<>(files);
    }

    @Override
    public Optional<byte[]> bytes(String internalName) {
        return Optional.ofNullable(files.get(internalName));
    }

    /** {@return the name of the class with {@code static int main()}, the first if there are several; nested ones come last} */
    public Optional<String> mainClass() {
        return files.entrySet().stream().sorted(Comparator.comparing(e -> e.getKey().contains("$"))).filter(e -> ClassFile.of().parse(e.getValue()).methods().stream().anyMatch(m ->
                m.methodName().equalsString("main") && m.methodType().equalsString("()I") && m.flags().has(AccessFlag.STATIC)))
                .map(e -> e.getKey().replace('/', '.')).findFirst();
    }
}
