package org.polyvisor.cli.run;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyvisor.cli.Program;

@DisplayName("polyvisor run")
class RunTest {
    /** JMP to itself. */
    private static final byte[] LOOP = {(byte) 0xeb, (byte) 0xfe};
    /** UD2: without a table of handlers this shuts the processor down. */
    private static final byte[] UNDEFINED = {0x0f, 0x0b};
    /** NOP; SMSW EAX; HLT. */
    private static final byte[] SHOWS_STATE = {(byte) 0x90, 0x0f, 0x01, (byte) 0xe0, (byte) 0xf4};
    /** HLT. */
    private static final byte[] HALT = {(byte) 0xf4};
    /** Echoes what COM1 receives: MOV DX,3FD; IN AL,DX; TEST AL,1; JZ -5; MOV DX,3F8; IN AL,DX; OUT DX,AL; JMP back. */
    private static final byte[] ECHO = {0x66, (byte) 0xba, (byte) 0xfd, 0x03, (byte) 0xec, (byte) 0xa8, 0x01, 0x74, (byte) 0xfb, 0x66,
            (byte) 0xba, (byte) 0xf8, 0x03,
            (byte) 0xec, (byte) 0xee, (byte) 0xeb, (byte) 0xef};

    @TempDir
    private Path directory;

    private Program.Answer run(byte[] code, String... more) throws IOException {
        Path file = Files.write(directory.resolve("code.bin"), code);
        String[] arguments = new String[more.length + 7];
        System.arraycopy(new String[] {"run", "--isa", "x86lite", "--load", file + "@0x1000", "--set", "eip=0x1000"}, 0, arguments, 0, 7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return Program.execute(arguments);
    }

    private Path script(String text) throws IOException {
        return Files.writeString(directory.resolve("script.txt"), text);
    }

    @Test
    @DisplayName("boots a kernel, shows what it prints, and says on the last line how it ended")
    void boots() throws IOException {
        Path stats = directory.resolve("stats.json");
        Program.Answer a = Program.execute("run", "--isa", "x86lite", "--kernel", Program.kernel("hello"), "--stats", stats.toString());
        assertEquals(0, a.code(), a::err);
        assertEquals("Hello, world\n", a.out());
        assertTrue(a.err().matches("(?s)x86lite: halted .* at 0x[0-9a-f]+ after [0-9,]+ instructions, [0-9.]+ MIPS\n"), a::err);
        String figures = Files.readString(stats);
        assertTrue(figures.matches("\\{\"isa\":\"x86lite\",\"cpu\":\"pentium[^\"]*\",\"technique\":\"bare\","
                + "\"engine\":\"translator\",\"instructions\":\\d+,\"virtualSeconds\":[^,]+,"
                + "\"wallSeconds\":[^,]+,\"mips\":[^,]+,\"exits\":\\{\\},\"translation\":\\{\"regions\":\\d+,\"seconds\":[^,]+,\"hot\":\\[[^]]*\\]\\},"
                + "\"end\":\\{\"reason\":\"[^\"]+\",\"code\":\"\",\"pc\":\"0x[0-9a-f]+\"\\}\\}\n"), figures);
    }

    @Test
    @DisplayName("tells which code was hot, and how it was left")
    void hot() throws IOException {
        Path stats = directory.resolve("stats.json");
        Program.Answer a = Program.execute("run", "--isa", "x86lite", "--kernel", Program.kernel("sieve"), "--stats", stats.toString());
        assertEquals(0, a.code(), a::err);
        String figures = Files.readString(stats);
        assertTrue(figures.matches("(?s).*\"hot\":\\[\\{\"pc\":\"0x[0-9a-f]+\",\"covers\":\\d+,\"codeBytes\":\\d+,\"entered\":\\d+,"
                + "\"instructions\":\\d{7,},\"left\":\\{\"[0-9a-f]{8}\":\\d+.*"), figures);
    }

    @ParameterizedTest
    @CsvSource({"binary-translation,binary-translation", "hardware-assist,hardware-assist", "auto,binary-translation"})
    @DisplayName("runs the same kernel in a virtual machine")
    void virtual(String technique, String used) throws IOException {
        Path stats = directory.resolve("stats.json");
        Program.Answer a = Program.execute("run", "--isa", "x86lite", "--technique", technique, "--kernel", Program.kernel("hello"), "--stats",
                stats.toString());
        assertEquals(0, a.code(), a::err);
        assertEquals("Hello, world\n", a.out());
        assertTrue(Files.readString(stats).contains("\"technique\":\"" + used + "\""), () -> technique);
    }

    @Test
    @DisplayName("says which instruction had another effect under a technique that is not equivalent")
    void notEquivalent() throws IOException {
        Program.Answer a = run(SHOWS_STATE, "--technique", "trap-and-emulate");
        assertEquals(1, a.code(), a::err);
        assertTrue(a.err().contains("sensitive, and do not trap in user state: "), a::err);
        assertTrue(a.err().matches("(?s).*the first instruction whose effect differed .*: smsw eax at 0x1001, after 1; eax: .*"), a::err);
    }

    @Test
    @DisplayName("names PUSHF as the first, which shows the host's flags in place of the guest's")
    void flagsDiffer() throws IOException {
        // NOP; PUSHF; POP EAX; PUSH 2; POPF; HLT
        byte[] code = {(byte) 0x90, (byte) 0x9c, 0x58, 0x6a, 0x02, (byte) 0x9d, (byte) 0xf4};
        Program.Answer a = run(code, "--technique", "trap-and-emulate", "--quiet");
        assertEquals(1, a.code(), a::err);
        assertTrue(a.err().matches("the first instruction whose effect differed .*: pushf at 0x1001, after 1; storage\n"), a::err);
    }

    @Test
    @DisplayName("names POPF as the first, which leaves the guest's interrupt flag alone in user state")
    void flagIsKept() throws IOException {
        // NOP; PUSH 202; POPF; HLT
        byte[] code = {(byte) 0x90, 0x68, 0x02, 0x02, 0x00, 0x00, (byte) 0x9d, (byte) 0xf4};
        Program.Answer a = run(code, "--technique", "trap-and-emulate", "--quiet");
        assertEquals(1, a.code(), a::err);
        assertTrue(a.err().matches("the first instruction whose effect differed .*: popf at 0x1006, after 2; if: 0x0, not 0x1\n"), a::err);
    }

    @ParameterizedTest
    @CsvSource({"hello,jmp 0x8:0x", "rogues,jmp 0x8:0x"})
    @DisplayName("names the first for the guest operating system, too")
    void guestDiffers(String guest, String instruction) {
        Program.Answer a = Program.execute("run", "--isa", "x86lite", "--guest", guest, "--technique", "trap-and-emulate");
        assertEquals(1, a.code(), a::err);
        assertTrue(a.err().lines().toList().getLast().matches("the first instruction whose effect differed .*: " + instruction
                + "[0-9a-f]+ at 0x[0-9a-f]+, after \\d+; .*"), a::err);
    }

    @Test
    @DisplayName("keeps what a machine recorded when it looks for the first difference")
    void recordIsKept() throws IOException {
        // MOV EDX,3F8; MOV AL,'A'; OUT DX,AL; PUSHF; MOV AL,'B'; OUT DX,AL; HLT
        byte[] code = {(byte) 0xba, (byte) 0xf8, 0x03, 0, 0, (byte) 0xb0, 'A', (byte) 0xee, (byte) 0x9c, (byte) 0xb0, 'B', (byte) 0xee,
            (byte) 0xf4};
        Path record = directory.resolve("record");
        Program.Answer a = run(code, "--technique", "trap-and-emulate", "--attach", "com1=" + record);
        assertEquals(1, a.code(), a::err);
        assertEquals("AB", Files.readString(record));
    }

    @Test
    @DisplayName("leaves files alone when nothing can be run")
    void filesAreLeftAlone() throws IOException {
        Path record = Files.writeString(directory.resolve("record"), "old");
        assertEquals(2, run(HALT, "--attach", "com1=" + record, "--set", "zax=1").code());
        assertEquals("old", Files.readString(record));
        assertEquals(2, run(HALT, "--attach", "com1=" + record, "--stats", directory.resolve("absent/stats.json").toString()).code());
        assertEquals("old", Files.readString(record));
        assertEquals(0, run(HALT, "--attach", "com1=" + record).code());
        assertEquals("", Files.readString(record), "a machine that runs and sends nothing has an empty record");
    }

    @Test
    @DisplayName("takes registers as manuals write them, too")
    void registersInAnyCase() throws IOException {
        Path file = Files.write(directory.resolve("code.bin"), HALT);
        Program.Answer a = Program.execute("run", "--isa", "x86lite", "--load", file + "@0x2000", "--set", "EIP=0x2000", "--set", "CS.Base=0");
        assertEquals(0, a.code(), a::err);
        assertTrue(a.err().contains(" at 0x2001 after 1 instructions"), a::err);
        Files.write(file, new byte[] {0x00, 0x02, 0, 0, 0, 0, 0, 0});
        assertEquals(3, Program.execute("run", "--isa", "s370", "--load", file + "@0x200", "--set", "PSW=0x0002000000000abc", "--set",
                "GR1=1", "--set", "KEY@0X800=0x10").code());
    }

    @Test
    @DisplayName("prints nothing of its own with --quiet")
    void quiet() throws IOException {
        assertEquals(new Program.Answer(0, "", ""), run(HALT, "--quiet"));
    }

    @Test
    @DisplayName("exits 3 when the guest stops abnormally")
    void abnormal() throws IOException {
        assertEquals(3, run(UNDEFINED).code());
    }

    @Test
    @DisplayName("exits 4 at a limit, after exactly as many instructions")
    void limits() throws IOException {
        Program.Answer a = run(LOOP, "--max-instructions", "12345");
        assertEquals(4, a.code());
        assertTrue(a.err().contains("after 12,345 instructions"), a::err);
        assertEquals(4, run(LOOP, "--timeout", "0.2").code());
    }

    @Test
    @DisplayName("types what standard input holds")
    void input() throws IOException {
        Path file = Files.write(directory.resolve("code.bin"), ECHO);
        Program.Answer a = Program.executeWith("abc\n", "run", "--isa", "x86lite", "--load", file + "@0x1000", "--set", "eip=0x1000",
                "--max-instructions", "5000000");
        assertEquals(4, a.code(), a::err);
        assertTrue(a.out().contains("abc"), a::out);
    }

    @Test
    @DisplayName("leads a dialogue, and exits 0 at its end")
    void dialogue() throws IOException {
        Program.Answer a = run(ECHO, "--script", script("wait 0.01\nsend one\nexpect one\nsend two\nexpect two\nend\n").toString());
        assertAll(() -> assertEquals(0, a.code(), a::err), () -> assertTrue(a.out().contains("one") && a.out().contains("two"), a::out));
        Program.Answer again = run(ECHO, "--script", script("wait 0.01\nsend one\nexpect one\nsend two\nexpect two\nend\n").toString());
        assertEquals(a.err().replaceAll("[0-9.]+ MIPS", ""), again.err().replaceAll("[0-9.]+ MIPS", ""),
                "the same number of instructions each time");
    }

    @Test
    @DisplayName("exits 1 when an expect never came, 4 when a limit was reached before")
    void expectNeverCame() throws IOException {
        Program.Answer a = run(HALT, "--script", script("expect login\n").toString());
        assertEquals(1, a.code());
        assertTrue(a.err().contains("script.txt:1: expect login never came"), a::err);
        assertEquals(4, run(LOOP, "--max-instructions", "10", "--script", script("expect login\n").toString()).code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "run --isa pdp1 --load f@0                                | there is no instruction set 'pdp1': there are s370, x86lite",
        "run --isa x86lite                                        | there is nothing to run",
        "run --isa x86lite --kernel absent.elf                    | absent.elf: there is no such file",
        "run --isa x86lite --load absent.bin@0                    | absent.bin: there is no such file",
        "run --isa x86lite --load pom.xml                         | --load pom.xml: give FILE@ADDRESS",
        "run --isa x86lite --load pom.xml@zero                    | --load pom.xml@zero: 'zero' is not a number",
        "run --isa x86lite --load pom.xml@0xffffff                | it reaches beyond the end of storage at 0x1000000",
        "run --isa x86lite --load pom.xml@0 --set zax=1           | --set zax=1: x86lite has no register 'zax'",
        "run --isa x86lite --load pom.xml@0 --set eax             | --set eax: give REGISTER=VALUE",
        "run --isa x86lite --load pom.xml@0 --set eax=0x1ffffffff | --set eax=0x1ffffffff: 0x1ffffffff does not fit in 32 bits",
        "run --isa x86lite --load pom.xml@0 --memory 0            | --memory 0: a machine of x86lite",
        "run --isa x86lite --load pom.xml@0 --memory 5G           | --memory 5G: a machine of x86lite",
        "run --isa s370 --load pom.xml@0 --memory 17M             | --memory 17M: a machine of s370",
        "run --isa x86lite --load pom.xml@0 --memory 64X          | '64X' is not an amount of storage",
        "run --isa x86lite --load pom.xml@0 --cpu z80             | z80",
        "run --isa x86lite --load pom.xml@0 --engine fast         | there is no engine 'fast': give auto, interpreter, translator",
        "run --isa x86lite --load pom.xml@0 --technique magic     | there is no technique 'magic'",
        "run --isa x86lite --load pom.xml@0 --clock sun           | --clock sun: give virtual or wall",
        "run --isa x86lite --load pom.xml@0 --max-instructions 0  | --max-instructions 0",
        "run --isa x86lite --load pom.xml@0 --timeout -1          | --timeout -1",
        "run --isa x86lite --load pom.xml@0 --script absent.txt   | absent.txt: there is no such file",
        "run --isa x86lite --load pom.xml@0 --stats absent/s.json --max-instructions 1 | s.json: its directory does not exist",
        "run --isa s370 --kernel k                                | --kernel: machines of s370 have no such option",
        "run --isa x86lite --kernel a --kernel b                  | --kernel is given 2 times",
        "run --isa x86lite --kernel .                             | --kernel .: it is a directory",
        "run --isa s370 --ipl 00C --attach 00C=3505,.             | --attach 00C: .: it is a directory",
        "run --isa x86lite --load pom.xml@0 --attach com1=absent/x | --attach com1=absent/x: its directory does not exist",
        "run --isa x86lite --attach com1=stdio                    | there is nothing to run",
        "run --isa s370 --attach 00C=3505,pom.xml                 | there is nothing to run",
        "run --isa x86lite --boot auto                            | name it with --kernel FILE",
        "run --isa x86lite --load pom.xml@0 --cpu ,               | processor ''",
        "run --isa x86lite --load pom.xml@0 --cpu i386,           | processor feature ''",
        "run --isa x86lite --load pom.xml@0 --memory -1           | '-1' is not an amount of storage",
        "run --isa x86lite --load pom.xml@-1                      | --load pom.xml@-1: '-1' is below 0",
        "run --isa x86lite --load pom.xml@0 --rate 0              | --rate 0: give a number above 0",
        "run --isa x86lite --load pom.xml@0 --timeout soon        | 'soon' is not a number",
        "run --isa x86lite --kernel pom.xml                       | pom.xml: offset",
    })
    @DisplayName("exits 2 and says what is wrong, and what to do")
    void unusable(String arguments, String message) {
        Program.Answer a = Program.execute(arguments.strip().split(" +"));
        assertAll(() -> assertEquals(2, a.code(), a::err), () -> assertTrue(a.err().contains(message), a::err),
                () -> assertTrue(a.err().lines().count() <= 3, a::err), () -> assertEquals("", a.out()));
    }
}
