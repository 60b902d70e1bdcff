package org.polyvisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.cli.output.StandardOutput;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@DisplayName("What went wrong")
class FailuresTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Command(name = "breaks")
    private static final class Breaks implements java.util.concurrent.Callable<Integer> {
        private final Exception how;

        Breaks(Exception how) {
            this.how = how;
        }

        @Override
        public Integer call() throws Exception {
            throw how;
        }
    }

    private int execute(Exception how, Path... reports) {
        Failures failures = new Failures(List.of(reports));
        return new CommandLine(new Breaks(how)).setExecutionExceptionHandler(failures).setErr(new PrintWriter(err, true)).execute();
    }

    @Test
    @DisplayName("a user's mistake: the message alone, exit code 2")
    void mistake() {
        assertEquals(2, execute(new UsageException("--memory 0: give more"), directory));
        assertEquals("breaks: --memory 0: give more", err.toString().strip());
    }

    @Test
    @DisplayName("an option that there is not, in place of one that there must be: both are named")
    void misspelt() {
        Program.Answer a = Program.execute("run", "--iza", "x86lite", "--guest", "hello");
        assertEquals(2, a.code());
        assertEquals("polyvisor run: Missing required option: '--isa=NAME', and '--iza' is unknown\nTry 'polyvisor run --help'.\n", a.err());
    }

    @Test
    @DisplayName("a file that is too large for anything: exit code 2, whoever reads it")
    void tooLarge() throws IOException {
        Path file = directory.resolve("large.java");
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.setLength(3L << 30);
        }
        String large = file.toString();
        for (List<String> words : List.of(List.of("run", "--isa", "x86lite", "--kernel", large),
                List.of("run", "--isa", "x86lite", "--load", large + "@0"), List.of("run", "--isa", "s370", "--load", "/dev/zero@0"),
                List.of("run", "--isa", "s370", "--ipl", "00C", "--attach", "00C=2501," + large),
                List.of("run", "--isa", "s370", "--guest", large), List.of("run", "--isa", "s370", "--guest", "hello", "--script", large),
                List.of("host", large), List.of("isa", "asm", "s370", large, "-o", directory.resolve("o").toString()),
                List.of("isa", "disasm", "x86lite", large))) {
            Program.Answer a = Program.execute(words.toArray(String[]::new));
            assertEquals(2, a.code(), () -> words + ": " + a.err());
            assertEquals(1, a.err().lines().count(), a::err);
            assertTrue(a.err().contains(words.contains("--load") ? "beyond the end of storage" : ": it has more than 128M bytes"), a::err);
        }
    }

    @Test
    @DisplayName("a file that cannot be written while a command runs: the reason, exit code 1")
    void environment() {
        assertEquals(1, execute(new UncheckedIOException(new IOException("out.txt: No space left on device")), directory));
        assertEquals("breaks: out.txt: No space left on device", err.toString().strip());
    }

    @Test
    @DisplayName("standard output that cannot be written: exit code 1, said once; a pipe that was closed: the same in silence")
    void standardOutput() {
        for (String why : List.of("No space left on device", "Broken pipe")) {
            StandardOutput out = broken(why);
            assertEquals(0, out.checked(0, new PrintWriter(err, true)));
            IOException e = assertThrows(StandardOutput.Failure.class, () -> out.write('x'));
            assertEquals(1, execute(e, directory));
            assertEquals(1, out.checked(0, new PrintWriter(err, true)));
            assertEquals(70, out.checked(70, new PrintWriter(new StringWriter())));
        }
        assertEquals("polyvisor: standard output cannot be written: No space left on device", err.toString().strip());
    }

    private static StandardOutput broken(String why) {
        return new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        });
    }

    @Test
    @DisplayName("commands whose output goes nowhere end, and report no defect")
    void outputGone() throws IOException {
        String one = "{\"id\":1,\"isa\":\"x86lite\",\"run\":{\"maxInstructions\":0}}\n";
        Path cases = Files.writeString(directory.resolve("cases.jsonl"), one.repeat(1000));
        Program.Answer a = Program.executeInto(broken("Broken pipe"), "exec", cases.toString());
        assertEquals(1, a.code(), a::err);
        assertEquals("", a.err());
        // MOV DX, 3F8; OUT DX, AL for ever
        Path endless = Files.write(directory.resolve("endless.bin"), HexFormat.of().parseHex("66baf803" + "eeebfd"));
        Program.Answer b = Program.executeInto(broken("Broken pipe"), "run", "--isa", "x86lite", "--load", endless + "@0x1000", "--set",
                "eip=0x1000", "--timeout", "60");
        assertEquals(1, b.code(), b::err);
        assertTrue(b.err().contains("output cannot be written"), b::err);
    }

    @Test
    @DisplayName("a defect: exit code 70 and a report with the stack trace, which the terminal does not see")
    void defect() throws IOException {
        assertEquals(70, execute(new IllegalStateException("impossible\nreally"), directory));
        assertFalse(err.toString().contains("\tat "), err::toString);
        assertEquals(2, err.toString().lines().count(), err::toString);
        try (var files = Files.list(directory)) {
            Path report = files.findFirst().orElseThrow();
            assertTrue(err.toString().contains(report.toString()), err::toString);
            assertTrue(Files.readString(report).contains("FailuresTest"), report::toString);
        }
    }

    @Test
    @DisplayName("a defect where no report can be written: exit code 70 all the same")
    void nowhere() {
        assertEquals(70, execute(new IllegalStateException("impossible"), directory.resolve("absent")));
        assertTrue(err.toString().contains("--debug"), err::toString);
    }
}
