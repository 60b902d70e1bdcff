package org.polyvisor.isa.semantics;

import java.util.function.UnaryOperator;
import org.polyvisor.isa.Register;

/**
 * A pure expression: what an instruction computes, as a function of the registers as they were before it and of what its
 * effects yielded. Immutable; 1 to 32 or 64 bits wide. It simplifies itself when it is made.
 *
 * <p>Represented in a {@code long}: 32 bits sign-extended, fewer bits zero-extended.
 *
 * <p>Long because it is one vocabulary: all that a meaning may compute stands in one list; the laws of simplification stand apart.
 */
public final class Value {
    /** What is computed. */
    public final Op op;
    /** Width in bits, 1 to 32, or 64. */
    public final int bits;
    /** The constant, the slot of the register read, or the serial number of the result. */
    public final long imm;
    /** First operand, or the condition of a {@link Op#SELECT}; null for leaves. */
    public final Value a;
    /** Second operand, or what a {@link Op#SELECT} yields if the condition holds; or null. */
    public final Value b;
    /** What a {@link Op#SELECT} yields otherwise; or null. */
    public final Value c;

    private final int hash;
    /** A bit for each slot read, modulo 64. */
    private final long slots;

    Value(Op op, int bits, long imm, Value a, Value b, Value c) {
        this.op = op;
        this.bits = bits;
        this.imm = imm;
        this.a = a;
        this.b = b;
        this.c = c;
        int h = op.ordinal() * 31 + bits + Long.hashCode(imm * 0x9E3779B97F4A7C15L);
        h = h * 31 + (a == null ? 0 : a.hash);
        h = h * 31 + (b == null ? 0 : b.hash);
        hash = h * 31 + (c == null ? 0 : c.hash);
        slots = op == Op.READ ? 1L << imm : (a == null ? 0 : a.slots) | (b == null ? 0 : b.slots) | (c == null ? 0 : c.slots);
    }

    // ---- leaves

    /**
     * A constant of the meaning itself.
     *
     * @param v the number, cut to {@code bits}
     * @param bits width, 1 to 32, or 64
     * @return the constant
     */
    public static Value of(long v, int bits) {
        return new Value(Op.CONST, bits, fit(v, bits), null, null, null);
    }

    /**
     * A constant taken from the encoding of the instruction: it differs between instructions of one row.
     *
     * @param v the number, cut to {@code bits}
     * @param bits width, 1 to 32, or 64
     * @return the constant
     */
    public static Value immediate(long v, int bits) {
        return new Value(Op.IMM, bits, fit(v, bits), null, null, null);
    }

    /**
     * What a slot of the register frame holds when the instruction begins.
     *
     * @param slot number of the slot ({@link Register#slot()})
     * @param bits width, 1 to 32, or 64
     * @return the value read
     */
    public static Value read(int slot, int bits) {
        return new Value(Op.READ, bits, slot, null, null, null);
    }

    static Value result(int serial, int bits) {
        return new Value(Op.RESULT, bits, serial, null, null, null);
    }

    // ---- what a meaning may write; both operands have the same width unless said otherwise

    /**
     * {@return this + v}
     *
     * @param v addend
     */
    public Value plus(Value v) {
        return arithmetic(Op.ADD, v);
    }

    /**
     * {@return this + k}
     *
     * @param k addend
     */
    public Value plus(long k) {
        return plus(of(k, bits));
    }

    /**
     * {@return this − v}
     *
     * @param v subtrahend
     */
    public Value minus(Value v) {
        return arithmetic(Op.SUB, v);
    }

    /**
     * {@return this − k}
     *
     * @param k subtrahend
     */
    public Value minus(long k) {
        return minus(of(k, bits));
    }

    /**
     * {@return the low half of this × v}
     *
     * @param v factor
     */
    public Value times(Value v) {
        return arithmetic(Op.MUL, v);
    }

    /**
     * {@return the signed quotient, 32 or 64 bits; guard it with a trap effect}
     *
     * @param v divisor, not 0
     */
    public Value dividedBy(Value v) {
        return arithmetic(Op.DIV, v);
    }

    /**
     * {@return the unsigned quotient, 32 or 64 bits; guard it with a trap effect}
     *
     * @param v divisor, not 0
     */
    public Value dividedUnsigned(Value v) {
        return arithmetic(Op.UDIV, v);
    }

    /**
     * {@return the signed remainder, 32 or 64 bits; guard it with a trap effect}
     *
     * @param v divisor, not 0
     */
    public Value remainder(Value v) {
        return arithmetic(Op.REM, v);
    }

    /**
     * {@return the unsigned remainder, 32 or 64 bits; guard it with a trap effect}
     *
     * @param v divisor, not 0
     */
    public Value remainderUnsigned(Value v) {
        return arithmetic(Op.UREM, v);
    }

    /**
     * {@return bitwise and}
     *
     * @param v other operand
     */
    public Value and(Value v) {
        return Simplifier.binary(Op.AND, Math.max(bits, v.bits), this, v);
    }

    /**
     * {@return bitwise and}
     *
     * @param k other operand
     */
    public Value and(long k) {
        return and(of(k, bits));
    }

    /**
     * {@return bitwise or}
     *
     * @param v other operand
     */
    public Value or(Value v) {
        return Simplifier.binary(Op.OR, Math.max(bits, v.bits), this, v);
    }

    /**
     * {@return bitwise or}
     *
     * @param k other operand
     */
    public Value or(long k) {
        return or(of(k, bits));
    }

    /**
     * {@return bitwise exclusive or}
     *
     * @param v other operand
     */
    public Value xor(Value v) {
        return Simplifier.binary(Op.XOR, Math.max(bits, v.bits), this, v);
    }

    /**
     * {@return bitwise exclusive or}
     *
     * @param k other operand
     */
    public Value xor(long k) {
        return xor(of(k, bits));
    }

    /** {@return the complement of every bit} */
    public Value not() {
        return xor(of(-1, bits));
    }

    /** {@return 0 − this} */
    public Value negate() {
        return of(0, bits).minus(this);
    }

    /**
     * {@return this shifted left}
     *
     * @param n count, 0 to 31 (of 64 bits: 63), of any width
     */
    public Value shl(Value n) {
        return arithmetic(Op.SHL, n);
    }

    /**
     * {@return this shifted left}
     *
     * @param n count, 0 to 31 (of 64 bits: 63)
     */
    public Value shl(int n) {
        return shl(of(n, 32));
    }

    /**
     * {@return this shifted right, zeros coming in}
     *
     * @param n count, 0 to 31 (of 64 bits: 63), of any width
     */
    public Value shr(Value n) {
        return Simplifier.binary(Op.SHR, bits, this, n);
    }

    /**
     * {@return this shifted right, zeros coming in}
     *
     * @param n count, 0 to 31 (of 64 bits: 63)
     */
    public Value shr(int n) {
        return shr(of(n, 32));
    }

    /**
     * {@return this shifted right, the sign coming in}
     *
     * @param n count, 0 to 31 (of 64 bits: 63), of any width
     */
    public Value sar(Value n) {
        return bits < 32 ? sx(32).sar(n).lo(bits) : Simplifier.binary(Op.SAR, bits, this, n);
    }

    /**
     * {@return this shifted right, the sign coming in}
     *
     * @param n count, 0 to 31 (of 64 bits: 63)
     */
    public Value sar(int n) {
        return sar(of(n, 32));
    }

    /**
     * {@return one bit: equal}
     *
     * @param v other operand
     */
    public Value eq(Value v) {
        return Simplifier.binary(Op.EQ, 1, this, v);
    }

    /**
     * {@return one bit: equal}
     *
     * @param k other operand
     */
    public Value eq(long k) {
        return eq(of(k, bits));
    }

    /**
     * {@return one bit: not equal}
     *
     * @param v other operand
     */
    public Value ne(Value v) {
        return eq(v).not();
    }

    /**
     * {@return one bit: not equal}
     *
     * @param k other operand
     */
    public Value ne(long k) {
        return eq(k).not();
    }

    /**
     * {@return one bit: less, signed}
     *
     * @param v other operand
     */
    public Value lt(Value v) {
        return bits < 32 ? sx(32).lt(v.sx(32)) : Simplifier.binary(Op.LT, 1, this, v);
    }

    /**
     * {@return one bit: less, signed}
     *
     * @param k other operand
     */
    public Value lt(long k) {
        return lt(of(k, bits));
    }

    /**
     * {@return one bit: less, unsigned}
     *
     * @param v other operand
     */
    public Value below(Value v) {
        return Simplifier.binary(Op.ULT, 1, this, v);
    }

    /**
     * {@return one bit: less, unsigned}
     *
     * @param k other operand
     */
    public Value below(long k) {
        return below(of(k, bits));
    }

    /** {@return the leftmost bit} */
    public Value sign() {
        return bits == 1 ? this : lt(0);
    }

    /**
     * {@return one bit}
     *
     * @param n its number, 0 on the right
     */
    public Value bit(int n) {
        return shr(n).lo(1);
    }

    /**
     * {@return {@code yes} if this bit is 1, else {@code no}; both may be evaluated}
     *
     * @param yes if 1
     * @param no if 0
     */
    public Value choose(Value yes, Value no) {
        return Simplifier.select(this, yes, no);
    }

    /**
     * {@return this sign-extended}
     *
     * @param to bits, 32 or 64
     */
    public Value sx(int to) {
        if (to != 32 && to != 64) throw new IllegalArgumentException("sign extension to " + to + " bits: extend to 32 or 64 and take lo(" + to + ")");
        return switch (bits) {
            case 64 -> this;
            case 32 -> to == 64 ? Simplifier.unary(Op.SEXT32, 64, this) : this;
            case 16 -> Simplifier.unary(Op.SEXT16, 32, this).sx(to);
            case 8 -> Simplifier.unary(Op.SEXT8, 32, this).sx(to);
            default -> zx(32).shl(32 - bits).sar(32 - bits).sx(to);
        };
    }

    /**
     * {@return this zero-extended}
     *
     * @param to bits, up to 64; not more than there are: this
     */
    public Value zx(int to) {
        if (to <= bits) return this;
        return to == 64 && bits == 32 ? Simplifier.unary(Op.ZEXT32, 64, this) : Simplifier.unary(Op.ZEXT, to, this);
    }

    /**
     * {@return the low bits}
     *
     * @param to how many; 1 to 32; not less than there are: this
     */
    public Value lo(int to) {
        if (to >= bits) return this;
        if (bits > 32) return Simplifier.unary(Op.LOW32, 32, this).lo(to);
        if (op == Op.ZEXT && a.bits <= to) return a.zx(to);
        return Simplifier.binary(Op.AND, to, this, of((1L << to) - 1, 32));
    }

    private Value arithmetic(Op op, Value v) {
        Value r = Simplifier.binary(op, Math.max(bits, 32), this, v);
        return bits < 32 ? r.lo(bits) : r;
    }

    // ---- structure

    /** {@return whether this is known when the instruction is decoded} */
    public boolean isConst() {
        return op == Op.CONST || op == Op.IMM;
    }

    /**
     * {@return false if this certainly does not read a slot, which is known without a look at the operands}
     *
     * @param slot number of the slot
     */
    public boolean mayRead(int slot) {
        return (slots >>> slot & 1) != 0;
    }

    /** {@return whether this computes on operands of 64 bits} */
    public boolean wide() {
        return op.compares() ? a.bits > 32 : bits > 32;
    }

    /**
     * The same expression with some subexpressions replaced.
     *
     * @param f yields the replacement, or null to look into the operands
     * @return the new expression, or this if nothing was replaced
     */
    public Value replace(UnaryOperator<Value> f) {
        Value v = f.apply(this);
        if (v != null) return v;
        if (op.leaf()) return this;
        Value x = a.replace(f), y = b == null ? null : b.replace(f), z = c == null ? null : c.replace(f);
        if (x == a && y == b && z == c) return this;
        if (op == Op.SELECT) return Simplifier.select(x, y, z);
        return op.unary() ? Simplifier.unary(op, bits, x) : Simplifier.binary(op, bits, x, y);
    }

    /**
     * The number this is in a given state; not for expressions with a {@link Op#RESULT}.
     *
     * @param frame register contents by slot
     * @return the value, extended as {@link Value} says
     */
    public long eval(long[] frame) {
        return switch (op) {
            case CONST, IMM -> imm;
            case READ -> frame[(int) imm];
            case RESULT -> throw new IllegalStateException("the result of an effect has no value of its own: " + this);
            case SELECT -> a.eval(frame) != 0 ? b.eval(frame) : c.eval(frame);
            default -> op.eval(wide(), a.eval(frame), b == null ? 0 : b.eval(frame));
        };
    }

    /**
     * {@return {@code v} cut to {@code bits} and extended as {@link Value} says}
     *
     * @param v a number
     * @param bits width, 1 to 32, or 64
     */
    public static long fit(long v, int bits) {
        return bits == 64 ? v : bits == 32 ? (int) v : v & (1L << bits) - 1;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object o) {
        return this == o || o instanceof Value v && hash == v.hash && op == v.op && bits == v.bits && imm == v.imm
                && same(a, v.a) && same(b, v.b) && same(c, v.c);
    }

    private static boolean same(Value x, Value y) {
        return x == y || x != null && x.equals(y);
    }

    @Override
    public String toString() {
        return switch (op) {
            case CONST -> Long.toString(imm);
            case IMM -> "#" + imm;
            case READ -> "r" + imm;
            case RESULT -> "v" + imm;
            case SELECT -> "(" + a + " ? " + b + " : " + c + ")";
            default -> op + "(" + a + (b == null ? "" : ", " + b) + ")";
        };
    }
}
