package org.polyvisor.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.cli.Program;

@DisplayName("polyvisor host")
class HostTest {
    @TempDir
    private Path directory;

    private Program.Answer host(String text, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("directory"), text);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "host";
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Program.execute(arguments);
    }

    @Test
    @DisplayName("runs the machines of a file side by side, each with its technique, share and console")
    void runs() throws IOException {
        Files.copy(Path.of(Program.kernel("hello")), directory.resolve("hello.elf"));
        Files.write(directory.resolve("loop.bin"), new byte[] {(byte) 0xeb, (byte) 0xfe});
        Files.writeString(directory.resolve("stop.txt"), "wait 0.05\nend\n");
        Path stats = directory.resolve("stats.json");
        Program.Answer a = host("""
                host # what all share
                  slice 100000
                machine first
                  isa x86lite
                  kernel hello.elf
                machine second
                  isa x86lite
                  technique hardware-assist
                  kernel hello.elf
                  console second.log
                machine busy
                  isa x86lite
                  share 300
                  load loop.bin@0x1000
                  set eip=0x1000
                  script stop.txt
                """, "--stats", stats.toString());
        assertEquals(0, a.code(), a::err);
        assertEquals("first: Hello, world\n", a.out());
        assertEquals("Hello, world\n", Files.readString(directory.resolve("second.log")));
        assertTrue(a.err().matches("(?s).*busy +x86lite +binary-translation +5,\\d{3},\\d{3} .*ended by the script.*"), a::err);
        String figures = Files.readString(stats);
        assertTrue(figures.startsWith("{\"machines\":[{\"machine\":\"first\",\"isa\":\"x86lite\""), figures);
        assertTrue(figures.contains("\"scheduler\":{\"rounds\":17,\"slices\":{\"first\":1,\"second\":1,\"busy\":17}}"), figures);
    }

    @Test
    @DisplayName("the highest exit code is its own")
    void worst() throws IOException {
        Files.write(directory.resolve("undefined.bin"), new byte[] {0x0f, 0x0b});
        Files.copy(Path.of(Program.kernel("hello")), directory.resolve("hello.elf"));
        assertEquals(3, host("""
                machine good
                  isa x86lite
                  kernel hello.elf
                machine bad
                  isa x86lite
                  load undefined.bin@0
                """).code());
    }

    @Test
    @DisplayName("tells all mistakes of a file with their lines, and starts nothing")
    void mistakes() throws IOException {
        Program.Answer a = host("""
                nonsense
                  isa x86lite
                machine a
                  isa vax
                  colour red
                machine a
                  isa s370
                  technique magic
                  kernel x
                  share 0
                machine b
                  isa x86lite
                  storage 5G
                  kernel nowhere.elf
                machine c
                  kernel x
                  storage 5X
                machine d
                  isa x86lite
                  kernel nowhere.elf
                """);
        assertEquals(2, a.code());
        assertEquals("", a.out());
        List<String> lines = a.err().lines().map(l -> l.replaceFirst(".*/directory: ", "").replaceFirst(":.*", "")).toList();
        assertEquals(List.of("line 1", "line 2", "line 4", "line 5", "line 6", "line 8", "line 9", "line 10", "line 13", "line 15",
                "line 17", "line 20"), lines,
                a::err);
    }

    @Test
    @DisplayName("leaves logs alone when a file has mistakes")
    void logsAreKept() throws IOException {
        Path log = Files.writeString(directory.resolve("good.log"), "old"), other = directory.resolve("other.log");
        Files.copy(Path.of(Program.kernel("hello")), directory.resolve("hello.elf"));
        Program.Answer a = host("""
                machine good
                  isa x86lite
                  kernel hello.elf
                  console good.log
                machine other
                  isa x86lite
                  kernel hello.elf
                  console other.log
                machine bad
                  isa x86lite
                  cpu ,
                  kernel hello.elf
                """);
        assertEquals(2, a.code(), a::err);
        assertTrue(a.err().contains("line 11: processor ''"), a::err);
        assertEquals("old", Files.readString(log));
        assertTrue(Files.notExists(other), "nothing is left behind");
    }

    @Test
    @DisplayName("tells of files that two machines cannot share, or none can write, in the words of the file")
    void unusable() throws IOException {
        Program.Answer a = host("""
                host
                  slice soon
                machine a
                  isa s370
                  guest hello
                  console log
                machine b
                  isa s370
                  guest hello
                  console ./log
                machine c
                  isa s370
                  guest hello
                  console absent/log
                machine d
                  isa x86lite
                  attach com1=stdio
                machine e
                  isa s370
                  guest hello
                  storage 1M
                """);
        assertEquals(2, a.code(), a::err);
        List<String> lines = a.err().lines().map(l -> l.replaceFirst(".*/directory: ", "")).toList();
        assertEquals(List.of("line 2: slice soon: give a number of instructions above 0, or of milliseconds such as 10ms",
                "line 10: console ./log: machine a writes there: give each its own file",
                "line 14: " + directory.resolve("absent/log") + ": its directory does not exist",
                "line 15: machine d has nothing to run: add guest, kernel, initrd, append, boot or load",
                "line 21: the guest operating system needs 2097152 bytes of storage, but the machine has 1048576: give it storage 2M"),
                lines);
    }

    @Test
    @DisplayName("takes the lines below a heading that is none for nobody's")
    void headless() throws IOException {
        Program.Answer a = host("machine a\n  isa s370\n  guest hello\nmachine b c\n  isa x86lite\n  guest hello\n  colour red\n");
        assertEquals(List.of("line 4", "line 7"),
                a.err().lines().map(l -> l.replaceFirst(".*/directory: ", "").replaceFirst(":.*", "")).toList(), a::err);
    }

    @Test
    @DisplayName("gives slices in milliseconds, and its table as JSON")
    void json() throws IOException {
        Files.copy(Path.of(Program.kernel("hello")), directory.resolve("hello.elf"));
        Program.Answer a = host("\ufeffhost\n  slice 20ms\nmachine m\n  isa x86lite\n  kernel hello.elf\n", "--json");
        assertEquals(0, a.code(), a::err);
        assertEquals("", a.err());
        assertTrue(a.out().matches("m: Hello, world\n\\{\"machine\":\"m\",\"isa\":\"x86lite\",.*\\}\n"), a::out);
    }

    @Test
    @DisplayName("sees before it starts that there is no place for the figures")
    void nowhere() throws IOException {
        Files.copy(Path.of(Program.kernel("hello")), directory.resolve("hello.elf"));
        Program.Answer a = host("machine m\n  isa x86lite\n  kernel hello.elf\n", "--stats", directory.resolve("absent/s.json").toString());
        assertEquals(2, a.code(), a::err);
        assertEquals("", a.out());
    }
}
