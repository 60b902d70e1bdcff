package org.polyvisor.isa.s370.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.s370.S370;

@DisplayName("The System/370 assembler")
class AssemblerTest {
    /** What the GNU assembler does not know in its ESA tables. */
    private static final Set<String> NOT_IN_GAS = Set.of("SSK", "ISK", "SIO", "SIOF", "TIO", "HIO", "HDV", "TCH", "CLRIO", "STIDC", "RRB");

    /** Pairs of registers: the GNU assembler refuses odd ones, the processor only when it executes them. */
    private static final Set<String> PAIRS = Set.of("MR", "M", "DR", "D", "SLDA", "SRDA", "SLDL", "SRDL", "MVCL", "CLCL", "CDS");

    private static boolean knownToGas(Instruction i) {
        return !NOT_IN_GAS.contains(i.row().mnemonic())
                && !(PAIRS.contains(i.row().mnemonic()) && i.arguments().stream().anyMatch(a -> a.toString().matches("\\d*[13579]")));
    }

    private static Architecture s370() {
        try {
            return new S370().architecture("s370");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    private static Program assemble(String... lines) throws AssemblyException {
        return s370().syntax().assemble(s370(), String.join("\n", lines));
    }

    private static String hex(String... lines) throws AssemblyException {
        return HexFormat.of().formatHex(assemble(lines).image());
    }

    @Test
    void knowsTheFormats() throws AssemblyException {
        assertEquals("1a12" + "5a123004" + "98ec d00c".replace(" ", "") + "89100003" + "d204 1000 2008".replace(" ", "") + "f213 1000 2008".replace(" ", "") + "92401000" + "0aff",
                hex(" AR 1,2", " A 1,4(2,3)", " LM 14,12,12(13)", " SLL 1,3", " MVC 0(5,1),8(2)", " PACK 0(2,1),8(4,2)", " MVI 0(1),C' '", " SVC 255"));
    }

    @Test
    void findsBaseRegistersAndLiterals() throws AssemblyException {
        assertEquals("05c0" + "5810c00e" + "4110c012" + "47f0c000" + "0000" + "00000005" + "07fe",
                hex("BEGIN BALR 12,0", " USING *,12", "LOOP L 1,=F'5'", " LA 1,NEXT", " B LOOP", " LTORG", "NEXT BR 14", " END BEGIN"));
    }

    @Test
    void putsConstantsOnTheirBoundaries() throws AssemblyException {
        assertEquals("c1000000" + "00000007" + "ffff" + "f1f2" + "c1c24040" + "0abc" + "123c",
                hex(" DC C'A'", " DC F'7'", " DC H'-1'", " DC C'12'", " DC CL4'AB'", " DC X'ABC'", " DC P'123'"));
    }

    @Test
    void countsEveryMistakeWithItsLine() {
        AssemblyException e = assertThrows(AssemblyException.class, () -> assemble(" LR 1", " FOO 1,2", "X LA 1,9999", " L 1,Y"));
        assertEquals(List.of(1, 2, 3, 4), e.diagnostics().stream().map(d -> d.line()).toList());
    }

    /** Random instructions, printed. */
    private static List<Instruction> random(int n, long seed) {
        RandomGenerator r = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Architecture a = s370();
        List<Instruction> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Row row = a.rows().get(i % a.rows().size());
            out.add(row.format().random(row, 0, a.registers().mode(0), r));
        }
        return out;
    }

    @Test
    @DisplayName("assembles what the disassembler prints to the same bytes")
    void roundTrip() throws AssemblyException, EncodingException {
        Architecture a = s370();
        List<String> lines = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (Instruction i : random(20_000, 1)) {
            lines.add(" " + a.syntax().print(i));
            expected.append(HexFormat.of().formatHex(i.row().format().encode(i, a.registers().mode(0))));
        }
        assertEquals(expected.toString(), hex(lines.toArray(String[]::new)));
    }

    @Test
    @Tag("long")
    @DisplayName("agrees with the GNU assembler on 60,000 lines")
    void agreesWithGas(@TempDir Path dir) throws IOException, InterruptedException, AssemblyException {
        Path gas = Path.of("/usr/bin/s390x-linux-gnu-as"), objcopy = Path.of("/usr/bin/s390x-linux-gnu-objcopy");
        assumeTrue(Files.isExecutable(gas) && Files.isExecutable(objcopy), "no s390x-linux-gnu-as: install binutils-s390x-linux-gnu");
        Architecture a = s370();
        List<String> lines = random(75_000, 2).stream().filter(AssemblerTest::knownToGas).map(i -> " " + a.syntax().print(i)).toList();
        assertEquals(true, lines.size() >= 60_000, lines.size() + " lines");
        Path source = dir.resolve("x.s"), object = dir.resolve("x.o"), bytes = dir.resolve("x.bin");
        Files.writeString(source, String.join("\n", lines).toLowerCase(java.util.Locale.ROOT) + "\n");
        run(gas, "-m31", "-mesa", "-march=g5", "-o", object.toString(), source.toString());
        run(objcopy, "-O", "binary", "-j", ".text", object.toString(), bytes.toString());
        byte[] theirs = Files.readAllBytes(bytes), ours = assemble(lines.toArray(String[]::new)).image();
        assertEquals(-1, Arrays.mismatch(Arrays.copyOf(theirs, ours.length), ours), "first difference");
        assertEquals(true, theirs.length - ours.length < 8, "only padding may follow: " + theirs.length + " bytes, not " + ours.length);
    }

    private static void run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, p.waitFor(), said);
    }
}
