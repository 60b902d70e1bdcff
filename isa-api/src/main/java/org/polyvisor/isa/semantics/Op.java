package org.polyvisor.isa.semantics;

/**
 * What a {@link Value} computes.
 *
 * <p>Values of 32 bits are kept sign-extended in a {@code long}, narrower ones zero-extended; an operation on operands of 64
 * bits is <em>wide</em>. Shift counts are taken modulo 32 (wide: 64), as the host does. Every operation is total: a quotient or
 * remainder by 0 is 0, so that an arm that is not chosen may be evaluated.
 */
public enum Op {
    /** A constant of the meaning itself. */
    CONST,
    /** A constant taken from the encoding of the instruction. */
    IMM,
    /** The contents of a register when the instruction begins. */
    READ,
    /** What an earlier {@link Effect} of the same instruction yielded. */
    RESULT,
    /** {@code a != 0 ? b : c}; both arms may be evaluated. */
    SELECT,
    /** Sum. */
    ADD,
    /** Difference. */
    SUB,
    /** Product, low half. */
    MUL,
    /** Signed quotient; of a divisor of 0: 0. */
    DIV,
    /** Unsigned quotient; of a divisor of 0: 0. */
    UDIV,
    /** Signed remainder; of a divisor of 0: 0. */
    REM,
    /** Unsigned remainder; of a divisor of 0: 0. */
    UREM,
    /** Bitwise and. */
    AND,
    /** Bitwise or. */
    OR,
    /** Bitwise exclusive or. */
    XOR,
    /** Shift left. */
    SHL,
    /** Shift right, filling with zeros. */
    SHR,
    /** Shift right, filling with the sign. */
    SAR,
    /** 1 if equal. */
    EQ,
    /** 1 if less, signed. */
    LT,
    /** 1 if less, unsigned. */
    ULT,
    /** 8 bits sign-extended to 32. */
    SEXT8,
    /** 16 bits sign-extended to 32. */
    SEXT16,
    /** 32 bits sign-extended to 64. */
    SEXT32,
    /** 32 bits zero-extended to 64. */
    ZEXT32,
    /** The low 32 of 64 bits. */
    LOW32,
    /** Fewer than 32 bits zero-extended: nothing to compute. */
    ZEXT;

    /** {@return whether this has no operands} */
    public boolean leaf() {
        return ordinal() <= RESULT.ordinal();
    }

    /** {@return whether this has one operand} */
    public boolean unary() {
        return ordinal() >= SEXT8.ordinal();
    }

    /** {@return whether this yields one bit from two operands} */
    public boolean compares() {
        return this == EQ || this == LT || this == ULT;
    }

    /** {@return whether the operands may change places} */
    public boolean commutes() {
        return this == ADD || this == MUL || this == AND || this == OR || this == XOR || this == EQ;
    }

    /** {@return whether this divides, and so must not be computed with a divisor of 0} */
    public boolean divides() {
        return this == DIV || this == UDIV || this == REM || this == UREM;
    }

    /**
     * Computes this operation.
     *
     * @param wide whether the operands have 64 bits
     * @param a the first operand, extended as {@link Op} says
     * @param b the second operand; ignored by unary operations
     * @return the result before it is cut to the width of the value
     */
    public long eval(boolean wide, long a, long b) {
        int x = (int) a, y = (int) b;
        return switch (this) {
            case ADD -> wide ? a + b : x + y;
            case SUB -> wide ? a - b : x - y;
            case MUL -> wide ? a * b : x * y;
            case DIV -> b == 0 ? 0 : wide ? a / b : x / y;
            case UDIV -> b == 0 ? 0 : wide ? Long.divideUnsigned(a, b) : Integer.divideUnsigned(x, y);
            case REM -> b == 0 ? 0 : wide ? a % b : x % y;
            case UREM -> b == 0 ? 0 : wide ? Long.remainderUnsigned(a, b) : Integer.remainderUnsigned(x, y);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> wide ? a << b : x << y;
            case SHR -> wide ? a >>> b : x >>> y;
            case SAR -> wide ? a >> b : x >> y;
            case EQ -> a == b ? 1 : 0;
            case LT -> a < b ? 1 : 0;
            case ULT -> Long.compareUnsigned(a, b) < 0 ? 1 : 0;
            case SEXT8 -> (byte) x;
            case SEXT16 -> (short) x;
            case SEXT32, LOW32 -> x;
            case ZEXT32 -> a & 0xffff_ffffL;
            case ZEXT -> a;
            case CONST, IMM, READ, RESULT, SELECT -> throw new IllegalArgumentException(name() + " is not computed from two operands");
        };
    }
}
