package org.polyvisor.guest.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.guest.program.ProgramSource;
import org.polyvisor.isa.UsageException;

/** Each source in {@code refused} has mistakes of one kind; what is said of it stands beside it. */
@DisplayName("Sources that a guest cannot consist of")
class RefusalTest {
    private static final Path SOURCES = Path.of("src/test/resources/org/polyvisor/guest/compiler/refused");

    /** What needs an instruction set: the size of an image, GuestCompilerContract tests it, and of a method, tests of ports do. */
    private static final Set<Refusal> ELSEWHERE = EnumSet.of(Refusal.REGION, Refusal.LARGE);

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".java")).map(f -> f.replace(".java", "")).sorted()
                    .toList();
        }
    }

    private static List<String> messages(String name) throws IOException, UsageException, GuestSourceException {
        CompiledSource all = SourceCompiler.file(SOURCES.resolve(name + ".java"));
        ClassSource some = n -> n.equals("Absent") ? Optional.empty() : all.bytes(n);
        GuestCompiler compiler = new GuestCompiler(null, new TextPort(), ClassSource.first(some,
                ClassSource.of(ProgramSource.class)));
        return assertThrows(GuestSourceException.class, () -> {
            if (name.startsWith("Kernel")) compiler.kernel(name, Map.of());
            else compiler.program(name, 0, new byte[0]);
        }).getMessage().lines().toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("are refused with all their mistakes at once: file, line, method, and what to write instead")
    void refused(String name) throws Exception {
        assertEquals(Files.readString(SOURCES.resolve(name + ".txt")), String.join("\n", messages(name)) + "\n");
    }

    @Test
    @DisplayName("show every kind of refusal")
    void everyKind() throws Exception {
        List<String> told = new ArrayList<>();
        for (String name : names()) told.addAll(Files.readAllLines(SOURCES.resolve(name + ".txt")));
        List<Refusal> missing = Arrays.stream(Refusal.values()).filter(r -> !ELSEWHERE.contains(r)).filter(r -> {
            Pattern p = Pattern.compile("\\Q" + r.with("\0", "\0", "\0").replace("\0", "\\E.*\\Q") + "\\E$");
            return told.stream().noneMatch(t -> p.matcher(t).find());
        }).toList();
        assertEquals(List.of(), missing);
    }

    @Test
    @DisplayName("and what is not even Java is told as the Java compiler tells it")
    void notJava() {
        GuestSourceException e = assertThrows(GuestSourceException.class, () -> SourceCompiler.text(Map.of("Bad.java",
                "final class Bad {\n  static int main() {\n    return x;\n  }\n  int y = ;\n}\n")));
        assertEquals(List.of("Bad.java:5: illegal start of expression"), e.getMessage().lines().toList());
    }

    @Test
    @DisplayName("and methods without a class are not given Java's advice, which is another main")
    void noClass() {
        GuestSourceException e = assertThrows(GuestSourceException.class, () -> SourceCompiler.text(Map.of("Compact.java",
                "static int main() {\n  return 0;\n}\n")));
        assertEquals("Compact.java:1: methods without a class: write 'final class NAME { static int main() { … } }'", e.getMessage());
    }
}
