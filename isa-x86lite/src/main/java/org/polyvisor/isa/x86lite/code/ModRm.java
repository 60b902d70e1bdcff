package org.polyvisor.isa.x86lite.code;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.EncodingException;

/**
 * The ModR/M byte with what follows it; SDM volume 2, tables 2-1 to 2-3.
 *
 * @param mod 3: {@code rm} is a register
 * @param reg the middle field
 * @param rm the low field
 * @param memory the place in storage, or null
 */
record ModRm(int mod, int reg, int rm, X86Argument.Memory memory) {

    private static final int ESP = 4, EBP = 5;

    /** Base and index of each 16-bit form. */
    private static final int[][] WORD_FORMS = {{3, 6}, {3, 7}, {5, 6}, {5, 7}, {6, -1}, {7, -1}, {5, -1}, {3, -1}};

    /**
     * {@return what is read}
     *
     * @param code at the ModR/M byte
     * @param addressBits 16 or 32
     * @param registers whether rm is a register whatever mod says
     */
    static ModRm read(Code code, int addressBits, boolean registers) {
        int b = code.u8(), mod = registers ? 3 : b >> 6, reg = b >> 3 & 7, rm = b & 7;
        return new ModRm(mod, reg, rm, mod == 3 ? null : addressBits == 16 ? memory16(code, mod, rm) : memory32(code, mod, rm));
    }

    private static X86Argument.Memory memory16(Code code, int mod, int rm) {
        if (mod == 0 && rm == 6) return new X86Argument.Memory(-1, -1, 0, (short) code.u16le(), 16);
        int displacement = mod == 2 ? (short) code.u16le() : mod == 1 ? code.s8() : 0;
        return new X86Argument.Memory(WORD_FORMS[rm][0], WORD_FORMS[rm][1], 0, displacement, 16);
    }

    private static X86Argument.Memory memory32(Code code, int mod, int rm) {
        int sib = rm == ESP ? code.u8() : 0x20 | rm, base = sib & 7, index = sib >> 3 & 7;
        boolean absolute = base == EBP && mod == 0;
        int displacement = absolute || mod == 2 ? code.s32le() : mod == 1 ? code.s8() : 0;
        return new X86Argument.Memory(absolute ? -1 : base, index == ESP ? -1 : index, index == ESP ? 0 : sib >> 6, displacement, 32);
    }

    /**
     * Writes the byte for a register.
     *
     * @param out where to
     * @param reg the middle field
     * @param rm the register
     */
    static void write(ByteArrayOutputStream out, int reg, int rm) {
        out.write(0xc0 | reg << 3 | rm);
    }

    /**
     * Writes the shortest form.
     *
     * @param out where to
     * @param reg the middle field
     * @param m the place in storage
     */
    static void write(ByteArrayOutputStream out, int reg, X86Argument.Memory m) throws EncodingException {
        if (m.bits() == 16) write16(out, reg, m);
        else write32(out, reg, m);
    }

    private static void write16(ByteArrayOutputStream out, int reg, X86Argument.Memory m) throws EncodingException {
        int d = (short) m.displacement();
        if (m.absolute()) {
            out.write(reg << 3 | 6);
            word(out, d);
            return;
        }
        int rm = 0;
        while (rm < 8 && !(WORD_FORMS[rm][0] == m.base() && WORD_FORMS[rm][1] == m.index())) rm++;
        if (rm == 8) throw new EncodingException(m + ": 16-bit addresses have base BX or BP and index SI or DI");
        int mod = d == 0 && rm != 6 ? 0 : d == (byte) d ? 1 : 2;
        out.write(mod << 6 | reg << 3 | rm);
        if (mod == 1) out.write(d);
        else if (mod == 2) word(out, d);
    }

    private static void write32(ByteArrayOutputStream out, int reg, X86Argument.Memory m) throws EncodingException {
        if (m.index() == ESP) throw new EncodingException(m + ": ESP cannot be an index");
        int d = m.displacement();
        boolean sib = m.index() >= 0 || m.base() == ESP;
        int mod = m.base() < 0 || d == 0 && m.base() != EBP ? 0 : d == (byte) d ? 1 : 2;
        int base = m.base() < 0 ? EBP : m.base();
        out.write(mod << 6 | reg << 3 | (sib ? ESP : base));
        if (sib) out.write(m.scale() << 6 | (m.index() < 0 ? ESP : m.index()) << 3 | base);
        if (mod == 1) out.write(d);
        else if (mod == 2 || m.base() < 0) doubleword(out, d);
    }

    static void word(ByteArrayOutputStream out, int v) {
        out.write(v);
        out.write(v >> 8);
    }

    static void doubleword(ByteArrayOutputStream out, int v) {
        word(out, v);
        word(out, v >> 16);
    }

    /**
     * {@return some place in storage}
     *
     * @param bits address size, 16 or 32
     * @param random source of choices
     */
    static X86Argument.Memory random(int bits, RandomGenerator random) {
        List<Integer> edges = List.of(0, 0, 1, -1, 127, -128, 128, -129, 0x1000);
        int d = random.nextInt(4) == 0 ? random.nextInt() : edges.get(random.nextInt(edges.size()));
        if (bits == 16) {
            int[] form = WORD_FORMS[random.nextInt(8)];
            if (random.nextInt(8) == 0) return new X86Argument.Memory(-1, -1, 0, (short) d, 16);
            return new X86Argument.Memory(form[0], form[1], 0, (short) d, 16);
        }
        int base = random.nextInt(10) == 0 ? -1 : random.nextInt(8), index = random.nextInt(7);
        boolean indexed = random.nextBoolean();
        return new X86Argument.Memory(base, !indexed ? -1 : index < ESP ? index : index + 1, indexed ? random.nextInt(4) : 0, d, 32);
    }
}
