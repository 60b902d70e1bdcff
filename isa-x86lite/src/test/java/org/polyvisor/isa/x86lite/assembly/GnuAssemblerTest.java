package org.polyvisor.isa.x86lite.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.X86Lite;
import org.polyvisor.isa.x86lite.code.X86Argument;
import org.polyvisor.isa.x86lite.state.Registers;

@DisplayName("The Intel-syntax assembler and the GNU assembler")
@Tag("long")
class GnuAssemblerTest {
    private static final long SEED = 80386;
    private static final int LINES = 50_000;
    private static final Path GAS = Path.of("/usr/bin/as"), OBJCOPY = Path.of("/usr/bin/objcopy");

    @TempDir
    Path directory;

    private static Architecture pentium() {
        try {
            return new X86Lite().architecture("");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    /** Where two encodings of one instruction are equally good, or a prefix does nothing, each assembler has its own way. */
    private static final Map<String, Predicate<Difference>> JUSTIFIED = Map.of(
            "accumulator and immediate word are as short in the general form",
            d -> d.line.matches("(adc|add|and|cmp|or|sbb|sub|xor) ax,.*") && d.ours.startsWith("66") && d.theirs.startsWith("6683"),
            "data16 before a transfer through 32 bits of storage means a far address of 16 bits, not a near one that it cannot mean",
            d -> d.line.matches("(.* )?data16 (call|jmp) DWORD PTR .*"),
            "a segment that is meant anyway is dropped",
            d -> d.line.contains("s:") && d.ours.replaceFirst("(?:3e|36)(.*)", "$1cc").equals(d.theirs),
            "the operand size of a move to a segment register is dropped",
            d -> d.line.matches("mov [c-gs]s,.*") && d.ours.equals("66" + d.theirs.substring(0, d.theirs.length() - 2)),
            "operands of xchg are exchanged for a shorter encoding, so that disassembled code would come back with others",
            d -> d.line.matches("xchg e?ax, ?\\w+"),
            "int 3 becomes int3",
            d -> d.line.equals("int 0x3"));

    /** What the GNU assembler refuses: no names of any processor, or names of the future. */
    private static final String REFUSED = "(addr16 |[c-gs]s )*(esc|nop|salc|bswap) ?.*";

    private static final List<String> WRITTEN = List.of("mov eax, 5", "mov ax, 0xffff", "mov al, -128", "mov al, 255",
            "add eax, 0xffffffff", "add eax, 127", "add eax, 128", "add ax, -1", "push 127", "push 128", "push -129", "push 0x12345678",
            "imul eax, eax, 10", "imul eax, 1000", "lea edi, [eax+eax*4-1]", "mov eax, [ebp]", "mov eax, [esp]", "mov eax, [ebp+ecx]",
            "mov eax, [4*ecx]", "mov eax, [ebx+8]", "mov ds:[0x1234], ecx", "mov byte ptr [eax], 1", "shl eax, 1",
            "shr byte ptr [esi], cl", "sal ebx, 4", "movsx eax, cx", "movzx cx, byte ptr [edi]", "cmp byte ptr [esi], 0", "test eax, eax",
            "test al, 1", "xchg eax, ebx", "in al, dx", "in eax, 0x60", "out 0x80, al", "int 0x80", "ret", "ret 8", "enter 16, 0",
            "leave", "rep stosd", "rep movsb", "repne scasb", "lock inc dword ptr [ebx]", "lodsw", "stosb", "mov eax, cr0",
            "mov cr3, eax", "mov ds, eax", "push ds", "pop fs", "pushad", "popfd", "iretd", "setnz al", "cmovc eax, edx", "bt eax, 5",
            "bts dword ptr [eax], 3", "bsf eax, ecx", "shld eax, ebx, 3", "cmpxchg [edi], ecx", "bswap edx", "mov eax, 'a'",
            "mov eax, (1 << 4) + 3*2", "mov ecx, 0b101", "and eax, ~7", "mov eax, fs:[0x30]", "call [eax]", "jmp [eax*4+0x1000]",
            "call eax", "lgdt [eax]", "lidt [ebx]", "ltr ax", "lar eax, ebx", "aam", "aad", "xlatb", "cwde", "cdq", "hlt", "cli", "std",
            "fwait", "not eax", "neg byte ptr [eax]", "mul ecx", "idiv dword ptr [ebp-4]", "inc ax", "dec dword ptr [eax]", "jecxz .",
            "jmp .", "call . + 5", "je . - 10", "xchg ebx, eax", "xchg ax, bx", "xchg eax, eax", "xchg eax, [ebx]", "call far ptr [eax]",
            "jmp far ptr [eax]", "data16 call [eax]", "call near ptr [eax]", "imul ax, 5", "imul cx, [ebx], 1000", "imul ecx, ds:5",
            "jmp fword ptr [eax]", "jmp word ptr [eax]", "push [eax]", "test eax, [ebx]", "test cl, [ebx]", "lock xchg ecx, [ebx]");

    private record Difference(String line, String ours, String theirs) {
        @Override
        public String toString() {
            return line + ": " + ours + ", GNU: " + theirs;
        }
    }

    @Test
    @DisplayName("make the same bytes of 50,000 lines")
    void same() throws IOException, InterruptedException, EncodingException, AssemblyException {
        Architecture a = pentium();
        List<String> lines = new ArrayList<>(WRITTEN);
        lines.addAll(lines(a, a.registers().mode(0).with(Registers.CS_D, 1).with(Registers.PE, 1)));
        byte[] theirs = gas(lines), ours = a.syntax().assemble(a, text(lines)).image();
        List<Difference> differences = new ArrayList<>();
        for (int n = 0; n < lines.size(); n++) {
            String o = HexFormat.of().formatHex(ours, 16 * n, 16 * n + 16), t = HexFormat.of().formatHex(theirs, 16 * n, 16 * n + 16);
            Difference d = new Difference(lines.get(n), o, t);
            if (!o.equals(t) && JUSTIFIED.values().stream().noneMatch(j -> j.test(d))) differences.add(d);
        }
        assertTrue(lines.size() >= LINES, lines.size() + " lines");
        List<Difference> first = differences.subList(0, Math.min(20, differences.size()));
        assertEquals(List.of(), first, differences.size() + " differences, seed " + SEED);
    }

    @Test
    @DisplayName("choose the same lengths of 20,000 jumps")
    void jumps() throws IOException, InterruptedException, AssemblyException {
        Architecture a = pentium();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < 20_000; n++) {
            int target = Math.clamp(n + random.nextInt(-45, 46), 0, 19_999);
            lines.add("l" + n + ": " + List.of("jmp", "jne", "jz", "jnc", "call").get(random.nextInt(5)) + " l" + target);
            if (random.nextInt(8) == 0) lines.add(".fill " + random.nextInt(1, 9) + ", 1, 0x90");
        }
        String text = String.join("\n", lines) + "\n";
        assertEquals("", assembleByGas(text));
        byte[] theirs = Files.readAllBytes(directory.resolve("x.bin")), ours = a.syntax().assemble(a, text).image();
        assertEquals(-1, Arrays.mismatch(theirs, ours), "seed " + SEED);
    }

    private static List<String> lines(Architecture a, Mode mode) throws EncodingException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        List<String> lines = new ArrayList<>();
        for (int n = 0; lines.size() < LINES * 113 / 100; n++) {
            Row row = a.rows().get(n % a.rows().size());
            Instruction i = row.format().random(row, 0, mode, random);
            if (row.format().encode(i, mode).length > 15 || i.arguments().stream().anyMatch(x -> x instanceof X86Argument.Target)) continue;
            lines.add(a.syntax().print(i));
        }
        return lines;
    }

    private static String text(List<String> lines) {
        StringBuilder s = new StringBuilder();
        for (String l : lines) s.append(l).append("\n.balign 16, 0xcc\n");
        return s.toString();
    }

    /** Assembles what the GNU assembler accepts; what it is known to refuse is taken out of the lines. */
    private byte[] gas(List<String> lines) throws IOException, InterruptedException {
        lines.removeIf(l -> l.matches(REFUSED) && !WRITTEN.contains(l));
        assertEquals("", assembleByGas(text(lines)));
        return Files.readAllBytes(directory.resolve("x.bin"));
    }

    /** Assembles; yields errors. */
    private String assembleByGas(String text) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(GAS) && Files.isExecutable(OBJCOPY), GAS + " or " + OBJCOPY + " is missing: install GNU binutils");
        Path source = directory.resolve("x.s"), object = directory.resolve("x.o"), bytes = directory.resolve("x.bin");
        Files.writeString(source, ".intel_syntax noprefix\n" + text);
        String said = run(GAS, "--32", "-march=i686", "-o", object.toString(), source.toString());
        run(OBJCOPY, "-O", "binary", "-j", ".text", object.toString(), bytes.toString());
        return said.lines().filter(l -> l.contains("Error")).limit(20).collect(Collectors.joining("\n"));
    }

    private static String run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        p.waitFor();
        return said;
    }
}
