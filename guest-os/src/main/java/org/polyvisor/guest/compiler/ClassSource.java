package org.polyvisor.guest.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the compiler finds the classes that a guest may consist of. */
@FunctionalInterface
public interface ClassSource {

    /**
     * {@return a class file, or empty if a guest cannot have this class}
     *
     * @param internalName with slashes
     */
    Optional<byte[]> bytes(String internalName);

    /**
     * Classes that the running program has.
     *
     * @param anchors classes whose packages a guest may use
     * @return them
     */
    static ClassSource of(Class<?>... anchors) {
        return name -> {
            for (Class<?> anchor : anchors)
                if (name.substring(0, Math.max(name.lastIndexOf('/'), 0)).replace('/', '.').equals(anchor.getPackageName()))
                    return read(anchor, name);
            return Optional.empty();
        };
    }

    private static Optional<byte[]> read(Class<?> anchor, String name) {
        try (InputStream in = anchor.getResourceAsStream("/" + name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Class files below a directory.
     *
     * @param root of the unnamed package
     * @return them
     */
    static ClassSource directory(Path root) {
        return name -> {
            Path file = root.resolve(name + ".class");
            try {
                return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /**
     * Class files in memory.
     *
     * @param files by internal name
     * @return them
     */
    static ClassSource of(Map<String, byte[]> files) {
        return name -> Optional.ofNullable(files.get(name));
    }

    /**
     * One source after the other.
     *
     * @param sources the first that has a class supplies it
     * @return all of them
     */
    static ClassSource first(ClassSource... sources) {
        List<ClassSource> all = List.of(sources);
        return name -> all.stream().flatMap(s -> s.bytes(name).stream()).findFirst();
    }
}
