package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Disassembler;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Prefixes;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.RecordedInstruction;

/**
 * What every instruction table must satisfy: no two rows claim the same bytes, what is encoded decodes to the same, and what is
 * disassembled assembles to the same.
 *
 * <p>{@code -Dpolyvisor.rows.instructions=N} sets how many instructions of each row are made up, {@code -Dpolyvisor.rows.seed=N}
 * from where.
 */
public abstract class RowContract {
    private static final int INSTRUCTIONS = Integer.getInteger("polyvisor.rows.instructions", 50);
    private static final long SEED = Long.getLong("polyvisor.rows.seed", 1);
    private static final int AT = 0x1000;
    /** Somewhere else, as well aligned. */
    private static final int ELSEWHERE = 0x7a40;
    /** How many bytes are tried where the masks of two rows leave bits open. */
    private static final int TRIES = 4096;
    /** Longer than any instruction. */
    private static final int ENOUGH = 32;

    /**
     * How code is decoded.
     *
     * @param name for messages
     * @param mode contents of the keyed registers
     * @param directives lines of assembler text that say the same; may be empty
     */
    public record Setting(String name, Mode mode, String directives) {}

    /** Makes the contract. */
    protected RowContract() {}

    /** {@return the architecture under test} */
    protected abstract Architecture architecture();

    /** {@return every way to decode code} */
    protected abstract List<Setting> settings();

    /** {@return what may stand before an opcode and change which row it is; at least nothing} */
    protected List<byte[]> prefixes() {
        return List.of(new byte[0]);
    }

    /**
     * Writes a directive.
     *
     * @param address where the next line goes
     * @return a line of assembler text
     */
    protected abstract String origin(int address);

    /**
     * Writes a line.
     *
     * @param text an instruction or directive as the disassembler writes it
     * @return a line of assembler text without label
     */
    protected String line(String text) {
        return text;
    }

    /**
     * Leaves out what changes nothing.
     *
     * @param i an instruction
     * @return its prefixes without those that say what holds anyway
     */
    protected Prefixes plain(Instruction i) {
        return i.prefixes();
    }

    // ---- no two rows overlap

    @Test
    @DisplayName("no two rows claim the same bytes")
    void disjoint() {
        RandomGenerator random = generator();
        List<Row> rows = architecture().rows();
        for (int i = 0; i < rows.size(); i++)
            for (int j = i + 1; j < rows.size(); j++)
                if (((rows.get(i).match() ^ rows.get(j).match()) & rows.get(i).mask() & rows.get(j).mask()) == 0) disjoint(rows.get(i), rows.get(j), random);
    }

    /** Two rows whose masks do not tell them apart: their formats must. */
    private void disjoint(Row a, Row b, RandomGenerator random) {
        int open = ~(a.mask() | b.mask());
        for (Setting setting : settings())
            for (byte[] before : prefixes())
                for (int n = 0; n < TRIES; n++) {
                    int word = a.match() | b.match() | spread(n, open) ^ (n < 256 ? 0 : random.nextInt() & open);
                    byte[] bytes = Arrays.copyOf(before, ENOUGH);
                    for (int i = 0; i < 4; i++) bytes[before.length + i] = (byte) (word >>> 24 - 8 * i);
                    Code code = code(bytes, setting);
                    assertTrue(!a.matches(code) || !b.matches(code), () -> a + " and " + b + ", " + setting.name() + ": " + hex(bytes));
                }
    }

    /** The low bits of a number in the leftmost open bits: every pattern of the first eight of them. */
    private static int spread(int n, int open) {
        int word = 0, bit = 0;
        for (int i = 31; i >= 0 && bit < 8; i--) if ((open >>> i & 1) != 0) word |= (n >>> bit++ & 1) << i;
        return word;
    }

    private Code code(byte[] bytes, Setting setting) {
        Code code = new Code(fetch(bytes), AT, setting.mode());
        architecture().encoding().begin(code);
        return code;
    }

    // ---- decoding

    @Test
    @DisplayName("what is encoded decodes to the same instruction, by one row only")
    void decodesWhatItEncodes() {
        RandomGenerator random = generator();
        for (Setting setting : settings())
            for (Row row : architecture().rows())
                for (int n = 0; n < INSTRUCTIONS; n++) {
                    Instruction made = row.format().random(row, AT, setting.mode(), random);
                    byte[] bytes = encode(made, setting);
                    Instruction read = architecture().decode(fetch(bytes), AT, setting.mode());
                    String what = "seed " + SEED + ", " + setting.name() + ", " + row + ": " + hex(bytes);
                    assertSame(row, read.row(), what);
                    assertEquals(made.arguments(), read.arguments(), what);
                    assertEquals(made.prefixes(), read.prefixes(), what);
                    assertEquals(bytes.length, read.length(), what);
                    Code code = code(bytes, setting);
                    assertEquals(1, architecture().rows().stream().filter(r -> r.matches(code)).count(), what);
                }
    }

    @Test
    @DisplayName("samples are instructions of their row")
    void samples() {
        for (Setting setting : settings())
            for (Row row : architecture().rows())
                for (byte[] bytes : row.format().samples(row, setting.mode()))
                    assertSame(row, architecture().decode(fetch(bytes), AT, setting.mode()).row(), () -> setting.name() + ", " + row + ": " + hex(bytes));
    }

    // ---- meanings

    @Test
    @DisplayName("what an instruction does depends on where it lies only if somebody asked for that")
    void asksWhereItLies() {
        RandomGenerator random = generator();
        int independent = 0;
        for (Setting setting : settings())
            for (Row row : architecture().rows())
                for (int n = 0; n < INSTRUCTIONS; n++) {
                    byte[] bytes = encode(row.format().random(row, AT, setting.mode(), random), setting);
                    Code here = new Code(fetch(bytes), AT, setting.mode());
                    Code there = new Code(at -> fetch(bytes).byteAt(at - ELSEWHERE + AT), ELSEWHERE, setting.mode());
                    Instruction i = architecture().decode(here, AT), j = architecture().decode(there, ELSEWHERE);
                    if (here.located()) continue;
                    String what = "seed " + SEED + ", " + setting.name() + ", " + row + ": " + hex(bytes);
                    assertEquals(i, new Instruction(j.row(), AT, j.length(), j.prefixes(), j.arguments()), what);
                    RecordedInstruction in = architecture().record(i, setting.mode());
                    if (!in.positionIndependent()) continue;
                    RecordedInstruction elsewhere = architecture().record(j, setting.mode());
                    assertEquals(in.effects(), elsewhere.effects(), what);
                    assertEquals(in.commits(), elsewhere.commits(), what);
                    assertEquals(in.control(), elsewhere.control(), what);
                    independent++;
                }
        assertTrue(independent > settings().size() * INSTRUCTIONS, "most instructions do not care");
    }

    // ---- assembler and disassembler

    /**
     * The encoding that the assembler chooses is the canonical one: it must come back byte for byte. Another one must come back as
     * the canonical one of the same instruction: same name, operands and prefixes.
     */
    @Test
    @DisplayName("what is disassembled assembles to the same bytes, or to the canonical encoding of the same instruction")
    void assemblesWhatItDisassembles() throws AssemblyException {
        RandomGenerator random = generator();
        int same = 0, all = 0;
        for (Setting setting : settings())
            for (Row row : architecture().rows())
                for (int n = 0; n < Math.max(1, INSTRUCTIONS / 5); n++, all++)
                    if (comesBack(encode(row.format().random(row, AT, setting.mode(), random), setting), setting)) same++;
        assertTrue(same * 10 >= all * 8, "seed " + SEED + ": only " + same + " of " + all + " encodings came back byte for byte");
    }

    private boolean comesBack(byte[] bytes, Setting setting) throws AssemblyException {
        Disassembler.Line first = only(bytes, setting);
        byte[] again = assemble(setting, first.text());
        if (Arrays.equals(bytes, again)) return true;
        Instruction a = first.instruction(), b = only(again, setting).instruction();
        String what = "seed " + SEED + ", " + setting.name() + ", " + first.text() + ": " + hex(bytes) + " became " + hex(again);
        assertTrue(a != null && b != null, what);
        assertEquals(a.row().mnemonic(), b.row().mnemonic(), what);
        assertEquals(a.arguments(), b.arguments(), what);
        assertEquals(plain(a), plain(b), what);
        assertEquals(hex(again), hex(assemble(setting, only(again, setting).text())), what + ", which is not canonical");
        return false;
    }

    private Disassembler.Line only(byte[] bytes, Setting setting) {
        List<Disassembler.Line> lines = new Disassembler(architecture(), setting.mode()).disassemble(bytes, AT);
        assertEquals(1, lines.size(), () -> setting.name() + ": " + hex(bytes));
        return lines.getFirst();
    }

    private byte[] assemble(Setting setting, String... texts) throws AssemblyException {
        List<String> lines = new ArrayList<>(List.of(setting.directives(), origin(AT)));
        for (String t : texts) lines.add(line(t));
        return architecture().syntax().assemble(architecture(), String.join("\n", lines)).image();
    }

    @Test
    @DisplayName("random bytes disassemble to lines that have them all, and data comes back byte for byte")
    void randomBytes() throws AssemblyException {
        RandomGenerator random = generator();
        byte[] bytes = new byte[1 << 16];
        random.nextBytes(bytes);
        for (Setting setting : settings()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream(), data = new ByteArrayOutputStream();
            List<String> directives = new ArrayList<>();
            for (Disassembler.Line l : new Disassembler(architecture(), setting.mode()).disassemble(bytes, AT)) {
                all.writeBytes(l.bytes());
                if (l.instruction() != null) continue;
                data.writeBytes(l.bytes());
                directives.add(l.text());
            }
            assertEquals(hex(bytes), hex(all.toByteArray()), setting.name());
            assertEquals(hex(data.toByteArray()), hex(assemble(setting, directives.toArray(String[]::new))), setting.name());
        }
    }

    private byte[] encode(Instruction made, Setting setting) {
        try {
            return made.row().format().encode(made, setting.mode());
        } catch (EncodingException e) {
            throw new AssertionError(made.row() + " makes up an instruction that it cannot encode: " + e.getMessage(), e);
        }
    }

    private static Code.Fetch fetch(byte[] bytes) {
        return x -> x >= AT && x - AT < bytes.length ? bytes[x - AT] & 0xff : 0;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static RandomGenerator generator() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    }
}
