package org.polyvisor.isa.x86lite.code;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Operands in the notation of the SDM, volume 2, 3.1.1.3. {@code 16/32} stands for the operand size; {@code imm8s} is a byte
 * sign-extended to it; {@code m8@eSI} is the byte that eSI points at.
 */
public enum OperandKind {
    /** Register or storage, named by mod and rm. */
    RM8("r/m8", Place.RM, 8), RM16("r/m16", Place.RM, 16), RM32("r/m32", Place.RM, 32), RM("r/m16/32", Place.RM, 0),
    /** A register of the operand size, or a word in storage. */
    R_M16("r16/32/m16", Place.RM, 0),
    /** Storage, named by mod and rm; the width is for the disassembler where the instruction has its own idea. */
    M("m", Place.MEMORY, -1), M8("m8", Place.MEMORY, 8), M16("m16", Place.MEMORY, 16), M64("m64", Place.MEMORY, 64),
    M_PAIR("m16/32&16/32", Place.MEMORY, -2), M_TABLE("m16&32", Place.MEMORY, -1), M_FAR("m16:16/32", Place.MEMORY, -3),
    /** A register, named by rm. */
    RM_REGISTER("rm32", Place.RM_REGISTER, 32),
    /** A register, named by reg, or by the opcode in rows with {@code +r}. */
    R8("r8", Place.REG, 8), R16("r16", Place.REG, 16), R32("r32", Place.REG, 32), R("r16/32", Place.REG, 0),
    /** A segment, control or debug register, named by reg. */
    SREG("Sreg", Place.SEGMENT, 16), CR("CRn", Place.CONTROL, 32), DR("DRn", Place.DEBUG, 32),
    /** Storage at an address in the instruction. */
    MOFFS8("moffs8", Place.OFFSET, 8), MOFFS("moffs16/32", Place.OFFSET, 0),
    /** Constants. */
    IMM8("imm8", Place.IMMEDIATE8, 8), IMM8S("imm8s", Place.IMMEDIATE8, 0), IMM16("imm16", Place.IMMEDIATE16, 16),
    IMM("imm16/32", Place.IMMEDIATE, 0),
    /** The constant 1, which is not encoded. */
    ONE("1", Place.FIXED, 8),
    /** Jump targets. */
    REL8("rel8", Place.RELATIVE8, 0), REL("rel16/32", Place.RELATIVE, 0), PTR("ptr16:16/32", Place.FAR, 0),
    /** Registers that are not encoded. */
    AL("AL", Place.FIXED, 8), AX("AX", Place.FIXED, 16), EAX("eAX", Place.FIXED, 0), CL("CL", Place.FIXED, 8), DX("DX", Place.FIXED, 16),
    /** Segment registers that are not encoded. */
    ES("ES", Place.FIXED, 16), CS("CS", Place.FIXED, 16), SS("SS", Place.FIXED, 16), DS("DS", Place.FIXED, 16), FS("FS", Place.FIXED, 16),
    GS("GS", Place.FIXED, 16),
    /** What string instructions and XLAT point at. */
    SOURCE8("m8@eSI", Place.POINTED, 8), SOURCE("m16/32@eSI", Place.POINTED, 0), DESTINATION8("m8@eDI", Place.POINTED, 8),
    DESTINATION("m16/32@eDI", Place.POINTED, 0), TABLE8("m8@eBX", Place.POINTED, 8);

    /** Where an operand is encoded. */
    enum Place {
        RM, MEMORY, RM_REGISTER, REG, SEGMENT, CONTROL, DEBUG, OFFSET, IMMEDIATE8, IMMEDIATE16, IMMEDIATE, FIXED, RELATIVE8, RELATIVE, FAR,
        POINTED
    }

    private static final Map<String, OperandKind> BY_NOTATION =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(k -> k.notation, Function.identity()));

    private final String notation;
    final Place place;
    private final int bits;

    OperandKind(String notation, Place place, int bits) {
        this.notation = notation;
        this.place = place;
        this.bits = bits;
    }

    static OperandKind of(String notation) {
        OperandKind k = BY_NOTATION.get(notation);
        if (k == null) throw new IllegalArgumentException("operand " + notation + ": the notation has " + BY_NOTATION.keySet());
        return k;
    }

    /**
     * {@return the width of the operand; 0 if it has none}
     *
     * @param operandBits the operand size
     */
    public int bits(int operandBits) {
        return switch (bits) {
            case 0 -> operandBits;
            case -1 -> 0;
            case -2 -> 2 * operandBits;
            case -3 -> operandBits + 16;
            default -> bits;
        };
    }

    /**
     * {@return its width in storage; 0 if it has none}
     *
     * @param operandBits the operand size
     */
    public int storageBits(int operandBits) {
        return this == R_M16 ? 16 : bits(operandBits);
    }

    /** {@return whether the operand size decides about its width} */
    boolean sized() {
        return bits == 0 || bits < -1;
    }

    /** {@return whether it lies in storage, or may, by its ModR/M byte} */
    boolean rm() {
        return place == Place.RM || place == Place.MEMORY;
    }

    /** {@return whether it takes a ModR/M byte} */
    boolean modRm() {
        return rm() || place == Place.RM_REGISTER || place == Place.SEGMENT || place == Place.CONTROL || place == Place.DEBUG;
    }

    /** {@return whether it is pointed at in a segment that a prefix may override} */
    boolean overridable() {
        return place == Place.POINTED && pointer() != 7;
    }

    /** {@return the register it always is, where it is no constant} */
    X86Argument fixed(int operandBits) {
        return switch (this) {
            case ONE -> new X86Argument.Immediate(1, 8);
            case AL, AX, EAX -> new X86Argument.General(0, bits(operandBits));
            case CL -> new X86Argument.General(1, 8);
            case DX -> new X86Argument.General(2, 16);
            default -> new X86Argument.SegmentName(ordinal() - ES.ordinal());
        };
    }

    /** {@return the number of the register that points at it} */
    int pointer() {
        return this == TABLE8 ? 3 : this == SOURCE8 || this == SOURCE ? 6 : 7;
    }

    @Override
    public String toString() {
        return notation;
    }
}
