package org.polyvisor.isa.x86lite.code;

import static org.polyvisor.isa.x86lite.state.Registers.CS_D;
import static org.polyvisor.isa.x86lite.state.Registers.SEGMENTS;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Prefixes;

/**
 * What the prefixes of an instruction come to; SDM volume 2, 2.1.1.
 *
 * @param codeBits what the sizes are without prefixes, 16 or 32: CS.D
 * @param operandBits effective operand size, 16 or 32: CS.D and prefix 66
 * @param addressBits effective address size, 16 or 32: CS.D and prefix 67
 * @param segment number of the segment override, or −1
 * @param lock whether there is a LOCK
 * @param repeat the repeat prefix
 */
public record InstructionPrefixes(int codeBits, int operandBits, int addressBits, int segment, boolean lock,
        Repeat repeat) implements Prefixes {

    /** The longest instruction, in bytes. */
    static final int LONGEST = 15;

    private static final List<Integer> OVERRIDES = List.of(0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65);
    private static final InstructionPrefixes NONE_16 = new InstructionPrefixes(16, 16, 16, -1, false, Repeat.NONE);
    private static final InstructionPrefixes NONE_32 = new InstructionPrefixes(32, 32, 32, -1, false, Repeat.NONE);

    /**
     * {@return what stands before an instruction without prefixes}
     *
     * @param mode contents of the keyed registers
     */
    public static InstructionPrefixes none(Mode mode) {
        return size(mode) == 32 ? NONE_32 : NONE_16;
    }

    /**
     * {@return the default operand and address size in bits}
     *
     * @param mode contents of the keyed registers
     */
    static int size(Mode mode) {
        return mode.get(CS_D) == 1 ? 32 : 16;
    }

    /**
     * {@return what stands before an instruction}
     *
     * @param i the instruction
     */
    public static InstructionPrefixes of(Instruction i) {
        return (InstructionPrefixes) i.prefixes();
    }

    /**
     * {@return what stands before the opcode}
     *
     * @param code positioned behind it
     */
    static InstructionPrefixes of(Code code) {
        return (InstructionPrefixes) code.prefixes();
    }

    /**
     * Reads prefixes.
     *
     * @param code at the first byte
     * @return whether an opcode can follow within the longest instruction
     */
    static boolean read(Code code) {
        InstructionPrefixes none = none(code.mode());
        int operand = none.operandBits, address = none.addressBits, segment = -1, n = 0;
        boolean lock = false;
        Repeat repeat = Repeat.NONE;
        for (; n < LONGEST; n++) {
            int b = code.peek(n);
            if (b == 0x66) operand = 48 - none.operandBits;
            else if (b == 0x67) address = 48 - none.addressBits;
            else if (b == 0xf0) lock = true;
            else if (b == 0xf2) repeat = Repeat.NOT_EQUAL;
            else if (b == 0xf3) repeat = Repeat.EQUAL;
            else if (b == 0x64 || b == 0x65 || (b & 0xe7) == 0x26) segment = OVERRIDES.indexOf(b);
            else break;
        }
        code.skip(n);
        code.opcode(n == 0 ? none : new InstructionPrefixes(none.codeBits, operand, address, segment, lock, repeat));
        return n < LONGEST;
    }

    /**
     * Writes prefixes, in the order of the GNU assembler.
     *
     * @param out where to
     * @param mode contents of the keyed registers
     */
    void write(ByteArrayOutputStream out, Mode mode) {
        if (segment >= 0) out.write(OVERRIDES.get(segment));
        if (addressBits != size(mode)) out.write(0x67);
        if (operandBits != size(mode)) out.write(0x66);
        if (repeat != Repeat.NONE) out.write(repeat.code());
        if (lock) out.write(0xf0);
    }

    /**
     * {@return these with another operand size}
     *
     * @param bits 16 or 32
     */
    public InstructionPrefixes operand(int bits) {
        return new InstructionPrefixes(codeBits, bits, addressBits, segment, lock, repeat);
    }

    /**
     * {@return these with another address size}
     *
     * @param bits 16 or 32
     */
    public InstructionPrefixes address(int bits) {
        return new InstructionPrefixes(codeBits, operandBits, bits, segment, lock, repeat);
    }

    /**
     * {@return these with another segment override}
     *
     * @param number of the segment, or −1
     */
    public InstructionPrefixes segment(int number) {
        return new InstructionPrefixes(codeBits, operandBits, addressBits, number, lock, repeat);
    }

    /**
     * {@return these with or without LOCK}
     *
     * @param locked whether
     */
    public InstructionPrefixes lock(boolean locked) {
        return new InstructionPrefixes(codeBits, operandBits, addressBits, segment, locked, repeat);
    }

    /**
     * {@return these with another repeat prefix}
     *
     * @param r which
     */
    public InstructionPrefixes repeat(Repeat r) {
        return new InstructionPrefixes(codeBits, operandBits, addressBits, segment, lock, r);
    }

    @Override
    public String toString() {
        return "o" + operandBits + " a" + addressBits + (segment < 0 ? "" : " " + SEGMENTS.get(segment)) + (lock ? " lock" : "")
                + (repeat == Repeat.NONE ? "" : " " + repeat);
    }
}
