package org.polyvisor.cli.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.cli.Program;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;

@DisplayName("polyvisor guest")
class GuestTest {
    private static final String GREETING = "hello: hello, world";

    @TempDir
    private Path directory;

    @Test
    @DisplayName("lists every guest that comes along")
    void lists() {
        Program.Answer a = Program.execute("guest", "list");
        assertEquals(0, a.code(), a::err);
        for (GuestDefinition d : GuestCatalogue.all()) assertTrue(a.out().contains("\n" + d.name() + " "), d.name());
    }

    @ParameterizedTest
    @CsvSource({"x86lite, bare", "x86lite, auto", "s370, bare", "s370, auto"})
    @DisplayName("runs a guest, bare and virtual")
    void runs(String isa, String technique) {
        Program.Answer a = Program.execute("guest", "run", "hello", "--isa", isa, "--technique", technique, "--quiet");
        assertEquals(0, a.code(), a::err);
        assertTrue(a.out().contains(GREETING) && a.out().contains("* hello ended, code 0"), a::out);
        assertEquals("", a.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86lite", "s370"})
    @DisplayName("builds a file that boots as it says, and a listing with places in the source")
    void builds(String isa) throws IOException {
        Path file = directory.resolve("hello.image"), listing = directory.resolve("hello.lst");
        Program.Answer built = Program.execute("guest", "build", "hello", "--isa", isa, "-o", file.toString(),
                "--listing", listing.toString());
        assertEquals(0, built.code(), built::err);
        assertTrue(Files.readString(listing).contains("Hello.main (Hello.java:"), "the listing tells places");
        String told = built.out().lines().filter(l -> l.startsWith("boot it: polyvisor ")).findFirst().orElseThrow();
        List<String> command = new ArrayList<>(List.of(told.replace("boot it: polyvisor ", "").split(" ")));
        command.add("--quiet");
        Program.Answer ran = Program.execute(command.toArray(String[]::new));
        assertEquals(0, ran.code(), ran::err);
        assertTrue(ran.out().contains(GREETING), ran::out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86lite", "s370"})
    @DisplayName("compiles and runs a program of the user's")
    void source(String isa) throws IOException {
        Path file = directory.resolve("Seven.java");
        Files.writeString(file, """
                import static org.polyvisor.isa.guest.Guest.text;

                import org.polyvisor.guest.program.Library;

                final class Seven {
                    static int main() {
                        int[] squares = new int[8];
                        for (int i = 0; i < 8; i++) squares[i] = i * i;
                        Library.show(text("seven times seven"), squares[7]);
                        return 7;
                    }
                }
                """);
        Program.Answer a = Program.execute("run", "--isa", isa, "--guest", file.toString(), "--quiet");
        assertEquals(0, a.code(), a::err);
        assertTrue(a.out().contains("seven: seven times seven 49"), a::out);
        assertTrue(a.out().contains("* seven ended, code 7"), a::out);
    }

    @Test
    @DisplayName("tells what a source must not have, where, and what to write instead")
    void badSource() throws IOException {
        Path file = directory.resolve("Bad.java");
        Files.writeString(file, "final class Bad {\n    static int main() {\n        long n = 1;\n        return (int) n;\n    }\n}\n");
        Program.Answer a = Program.execute("guest", "build", file.toString(), "--isa", "s370");
        assertEquals(2, a.code(), a::out);
        assertTrue(a.err().contains("Bad.java:3: in ") && a.err().contains("long"), a::err);
    }

    @Test
    @DisplayName("tells which source cannot be read, and why")
    void unreadable() throws IOException {
        Path binary = directory.resolve("Binary.java"), folder = Files.createDirectory(directory.resolve("Folder.java"));
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe});
        refuses(directory.resolve("Absent.java"), "there is no such file");
        refuses(binary, "it is not text in UTF-8: byte FF at offset 0, line 1");
        refuses(folder, "it is a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words.java", "per%cent.java", "hash#[mark].java", "gr\u00f6\u00dfe.java", "--quiet.java"})
    @DisplayName("compiles a source whatever its file is called, and with the mark that some editors put before a text")
    void oddNames(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, "\ufefffinal class Odd { static int main() { return 0; } }\n");
        Program.Answer good = Program.execute("guest", "build", file.toString(), "--isa", "s370");
        assertEquals(0, good.code(), good::err);
        Files.writeString(file, "final class Odd { static int main() { return x; } }\n");
        Program.Answer bad = Program.execute("guest", "build", file.toString(), "--isa", "s370");
        assertEquals(2, bad.code(), bad::err);
        assertTrue(bad.err().contains(name + ":1: cannot find symbol"), bad::err);
    }

    @Test
    @DisplayName("takes the main of a class before that of a class within it")
    void outerMain() throws IOException {
        Path file = Files.writeString(directory.resolve("Outer.java"),
                "final class Outer { static final class Inner { static int main() { return 1; } } static int main() { return 0; } }\n");
        Program.Answer a = Program.execute("guest", "build", file.toString(), "--isa", "x86lite");
        assertEquals(0, a.code(), a::err);
        assertTrue(a.out().startsWith("outer for x86lite: "), a::out);
    }

    @Test
    @DisplayName("sees before it compiles that there is no place for the result")
    void nowhere() {
        Path nowhere = directory.resolve("absent").resolve("file");
        for (String option : List.of("-o", "--listing")) {
            Program.Answer a = Program.execute("guest", "build", "no-such-guest", "--isa", "s370", option, nowhere.toString());
            assertEquals(2, a.code());
            assertEquals("polyvisor guest build: " + nowhere + ": its directory does not exist\n", a.err());
        }
    }

    private static void refuses(Path source, String why) {
        Program.Answer a = Program.execute("run", "--isa", "s370", "--guest", source.toString());
        assertEquals(2, a.code(), a::out);
        assertEquals("polyvisor run: " + source + ": " + why + "\n", a.err());
    }

    @Test
    @DisplayName("is one of two things that a machine can boot, and one of those that there are")
    void refused() {
        Program.Answer both = Program.execute("run", "--isa", "x86lite", "--guest", "hello", "--kernel", Program.kernel("hello"));
        assertEquals(2, both.code());
        assertTrue(both.err().contains("--guest hello and --kernel"), both::err);
        Program.Answer none = Program.execute("run", "--isa", "x86lite", "--guest", "no-such-guest");
        assertEquals(2, none.code());
        assertTrue(none.err().contains("there is no guest 'no-such-guest': there are "), none::err);
    }

    @Test
    @DisplayName("is booted by a directory file, on machines of every kind")
    void hosted() throws IOException {
        Path file = directory.resolve("directory.txt");
        Files.writeString(file, "machine one\n  isa x86lite\n  guest hello\n  console one.log\nmachine two\n  isa s370\n  guest hello\n"
                + "  console two.log\n");
        Program.Answer a = Program.execute("host", file.toString());
        assertEquals(0, a.code(), a::err);
        for (String log : List.of("one.log", "two.log"))
            assertTrue(Files.readString(directory.resolve(log)).contains(GREETING), log);
        Files.writeString(file, "machine one\n  isa x86lite\n  guest nobody\n");
        Program.Answer bad = Program.execute("host", file.toString());
        assertEquals(2, bad.code());
        assertTrue(bad.err().contains("line 3: there is no guest 'nobody'"), bad::err);
    }
}
