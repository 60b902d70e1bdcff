package org.polyvisor.cli.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.cli.Program;
import org.polyvisor.cli.option.HostStreams;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.isa.InstructionSet;

@DisplayName("polyvisor exec")
class ExecTest {
    private static final Path CASES = Path.of("src/test/resources/exec");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"malformed", "ends", "x86lite", "s370"})
    @DisplayName("answers each case on a line, in order")
    void golden(String name) throws IOException {
        List<String> cases = new ArrayList<>(), expected = new ArrayList<>();
        for (String line : Files.readAllLines(CASES.resolve(name + ".txt"))) {
            if (line.startsWith("< ")) cases.add(line.substring(2));
            if (line.startsWith("> ")) expected.add(line.substring(2));
        }
        Path file = Files.write(directory.resolve("cases.jsonl"), cases);
        Program.Answer a = Program.execute("exec", file.toString());
        assertEquals(String.join("\n", expected), a.out().strip());
        assertEquals(a.out().contains("\"error\":") ? 1 : 0, a.code());
        assertEquals("", a.err());
    }

    @Test
    @DisplayName("reads standard input, and answers each line before it waits for the next")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void interactive() throws Exception {
        PipedOutputStream typed = new PipedOutputStream();
        InputStream in = new PipedInputStream(typed);
        PipedOutputStream answers = new PipedOutputStream();
        InputStream answered = new PipedInputStream(answers);
        ExecCommand command = new ExecCommand(new InstructionSets(() -> ServiceLoader.load(InstructionSet.class)), new HostStreams(in,
                answers));
        int[] code = {-1};
        Thread runs = Thread.ofPlatform().start(() -> {
            try {
                code[0] = command.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < 3; i++) {
            typed.write(("{\"id\":\"n" + i + "\",\"isa\":\"x86lite\",\"run\":{\"maxInstructions\":0}}\n").getBytes(StandardCharsets.UTF_8));
            typed.flush();
            StringBuilder line = new StringBuilder();
            for (int b = answered.read(); b != '\n'; b = answered.read()) line.append((char) b);
            assertEquals("{\"id\":\"n" + i + "\",\"exit\":\"budget\",\"instructions\":0}", line.toString());
        }
        typed.close();
        runs.join();
        assertEquals(0, code[0]);
    }

    @Test
    @DisplayName("says which file it cannot read")
    void absent() {
        Program.Answer a = Program.execute("exec", "absent.jsonl");
        assertEquals(2, a.code());
        assertTrue(a.err().contains("absent.jsonl: there is no such file"), a::err);
    }

    @Test
    @DisplayName("splits lines whatever their length")
    void lines() throws IOException {
        String text = "a\n\n" + "b".repeat(200_000) + "\r\nlast";
        Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<Integer> lengths = new ArrayList<>();
        while (lines.next()) lengths.add(lines.length());
        assertEquals(List.of(1, 0, 200_001, 4), lengths);
    }

    @Test
    @DisplayName("a case leaves nothing behind for the next")
    void independent() {
        String one = "{\"id\":1,\"isa\":\"x86lite\",\"load\":[{\"at\":0,\"hex\":\"c70500100000efbeadde\"}],"
                + "\"set\":{\"eax\":7},\"run\":{\"maxInstructions\":1}}\n";
        String two = "{\"id\":2,\"isa\":\"x86lite\",\"run\":{\"maxInstructions\":0},"
                + "\"report\":{\"registers\":[\"eax\"],\"storage\":[{\"at\":0,\"length\":4},{\"at\":\"0x1000\",\"length\":4}]}}\n";
        assertEquals("{\"id\":1,\"exit\":\"budget\",\"instructions\":1}\n"
                + "{\"id\":2,\"exit\":\"budget\",\"instructions\":0,\"registers\":{\"eax\":\"0x0\"},"
                + "\"storage\":[{\"at\":\"0x0\",\"hex\":\"00000000\"},{\"at\":\"0x1000\",\"hex\":\"00000000\"}]}\n", Program.executeWith(one
                        + two, "exec").out());
    }
}
