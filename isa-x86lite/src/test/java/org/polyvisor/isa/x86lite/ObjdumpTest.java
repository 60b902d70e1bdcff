package org.polyvisor.isa.x86lite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;

@DisplayName("Disassembly is that of objdump -M intel")
class ObjdumpTest {
    private static final long SEED = 386;
    private static final int LINES = 60_000;
    /** So that 16-bit targets never wrap. */
    private static final int BEGIN = 0x1000, END = 0x8000;
    /** What objdump does not know, or knows by a name newer than the processors. */
    private static final Set<String> NAMED_OTHERWISE = Set.of("SALC", "ESC", "NOP r/m16/32");

    private record Line(int at, Row row, String text, byte[] bytes) {}

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {32, 16})
    @DisplayName("over random instructions of every row, in 32-bit and 16-bit code")
    void objdump(int codeSize) throws IOException, InterruptedException, EncodingException {
        assumeTrue(installed(), "objdump is not installed");
        Architecture a = Trial.architecture("");
        Random random = new Random(SEED);
        List<String> differences = new ArrayList<>();
        for (int lines = 0; lines < LINES;) {
            List<Line> made = make(a, codeSize, random);
            Map<Integer, String> theirs = disassemble(made, codeSize);
            for (Line l : made) {
                String t = theirs.get(l.at);
                if (!normal(l.text).equals(t == null ? null : normal(t)))
                    differences.add(HexFormat.of().formatHex(l.bytes) + " " + l.row + ": " + l.text + ", objdump: " + t);
            }
            lines += made.size();
        }
        assertEquals("", String.join("\n", differences.subList(0, Math.min(20, differences.size()))),
                differences.size() + " differences, seed " + SEED);
    }

    /** Objdump does not always show the size of a jump or a displacement, and ds: of an indirect jump means something newer to it. */
    private static String normal(String text) {
        String s = text.replaceFirst("^(.*)addr(?:16|32) (.*[c-gs]s:0x.*)$", "$1$2")
                .replaceFirst("^((?:cs |ss |fs |gs )?)data(?:16|32) (j|call)", "$1$2");
        return s.startsWith("notrack ") ? s.substring(8) : s.startsWith("call") || s.startsWith("jmp") ? s.replace("ds:[", "[") : s;
    }

    private static List<Line> make(Architecture a, int codeSize, Random random) throws EncodingException {
        Mode m = RowTableTest.mode(a, codeSize);
        List<Line> lines = new ArrayList<>();
        int at = BEGIN;
        while (at < END) {
            Row row = a.rows().get(random.nextInt(a.rows().size()));
            if (NAMED_OTHERWISE.contains(row.mnemonic()) || NAMED_OTHERWISE.contains(row.syntax())) continue;
            Instruction i = row.format().random(row, at, m, random);
            byte[] bytes = row.format().encode(i, m);
            if (bytes.length > 15) continue;
            lines.add(new Line(at, row, a.syntax().print(i), bytes));
            at += bytes.length;
        }
        return lines;
    }

    private Map<Integer, String> disassemble(List<Line> lines, int codeSize) throws IOException, InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Line l : lines) all.writeBytes(l.bytes);
        Path file = Files.write(directory.resolve("code.bin"), all.toByteArray());
        Process p = new ProcessBuilder("objdump", "-D", "-b", "binary", "-m", codeSize == 32 ? "i386" : "i8086", "-M", "intel",
                "--insn-width=16", "-w",
                "--adjust-vma=" + BEGIN, file.toString())
                .redirectErrorStream(true).start();
        Map<Integer, String> found = new HashMap<>();
        try (BufferedReader r = p.inputReader()) {
            for (String s; (s = r.readLine()) != null;) {
                String[] columns = s.split("\t");
                if (columns.length < 3 || !columns[0].strip().endsWith(":")) continue;
                found.put(Integer.parseInt(columns[0].strip().replace(":", ""), 16), columns[2].strip().replaceAll("\\s+", " "));
            }
        }
        assertEquals(0, p.waitFor());
        assertTrue(!found.isEmpty());
        return found;
    }

    private static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("objdump", "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
