package org.polyvisor.isa.semantics;

/**
 * Makes expressions, simpler ones where possible: the trusted core of everything that is derived from meanings. Its rewrites
 * turn the manual's "SF ≠ OF" after a comparison back into {@code a < b}, and a mask applied to a condition code into one
 * comparison. Every rule is fuzzed against plain arithmetic.
 */
final class Simplifier {
    private Simplifier() {}

    static Value unary(Op op, int bits, Value a) {
        if (a.isConst()) return like(a, op.eval(false, a.imm, 0), bits);
        if (isTable(a)) return select(a.a, unary(op, bits, a.b), unary(op, bits, a.c));
        if (op == Op.ZEXT && a.op == Op.ZEXT) return unary(op, bits, a.a);
        if ((op == Op.ZEXT32 || op == Op.SEXT32) && a.op == Op.ZEXT) return unary(Op.ZEXT, 64, a.a);
        if (op == Op.LOW32 && (a.op == Op.ZEXT32 || a.op == Op.SEXT32)) return a.a;
        if (op == Op.LOW32 && a.op == Op.ZEXT) return unary(Op.ZEXT, 32, a.a);
        if (op == Op.LOW32 && narrows(a)) return binary(a.op, 32, unary(Op.LOW32, 32, a.a), shift(a.op) ? a.b : unary(Op.LOW32, 32, a.b));
        return new Value(op, bits, 0, a, null, null);
    }

    static Value binary(Op op, int bits, Value a, Value b) {
        boolean wide = a.bits == 64;
        if (a.isConst() && b.isConst() && !(b.imm == 0 && op.divides()))
            return like(a.op == Op.IMM ? a : b, op.eval(wide, a.imm, b.imm), bits);
        if (a.isConst() && op.commutes()) return binary(op, bits, b, a);
        if (isTable(a) && b.isConst() && !op.divides()) return select(a.a, binary(op, bits, a.b, b), binary(op, bits, a.c, b));
        if (isTable(b) && a.isConst() && !op.divides()) return select(b.a, binary(op, bits, a, b.b), binary(op, bits, a, b.c));
        if (b.isConst()) {
            Value simpler = withConstant(op, bits, a, b);
            if (simpler != null) return simpler;
        }
        if (a.equals(b)) switch (op) {
            case SUB, XOR -> { return Value.of(0, bits); }
            case AND, OR -> { return a; }
            case EQ -> { return Value.of(1, 1); }
            case LT, ULT -> { return Value.of(0, 1); }
            default -> { }
        }
        if (op == Op.EQ && a.bits == 1 && b.bits == 1) return a.xor(b).not();
        if (op == Op.XOR && b.op == Op.XOR) {
            if (a.equals(b.a)) return b.b;
            if (a.equals(b.b)) return b.a;
        }
        if (op == Op.OR && bits == 1 && a.op == Op.EQ && b.op.compares() && b.op != Op.EQ) return binary(op, 1, b, a);
        if (op == Op.OR && bits == 1 && a.op.compares() && a.op != Op.EQ && b.op == Op.EQ && sameOperands(a, b))
            return new Value(a.op, 1, 0, a.b, a.a, null).not();
        return new Value(op, bits, 0, a, b, null);
    }

    /** {@return something simpler than {@code a op b} where b is a constant, or null} */
    private static Value withConstant(Op op, int bits, Value a, Value b) {
        long k = b.imm;
        if (k == 0) switch (op) {
            case ADD, SUB, OR, XOR, SHL, SHR, SAR -> { return a; }
            case AND, MUL -> { return Value.of(0, bits); }
            case ULT -> { return Value.of(0, 1); }
            case EQ -> {
                if (a.bits == 1) return binary(Op.XOR, 1, a, Value.of(1, 1));
                if (a.op == Op.SUB) return binary(Op.EQ, 1, a.a, a.b);
            }
            default -> { }
        }
        if (op == Op.MUL && k == 1) return a;
        if (op == Op.SUB && b.op == Op.CONST) return binary(Op.ADD, bits, a, Value.of(-k, b.bits));
        if (op == Op.EQ && k == 1 && a.bits == 1) return a;
        if (op == Op.OR && k == 1 && bits == 1) return Value.of(1, 1);
        if (op == Op.AND && a.bits < 32 && a.bits <= bits && (k & (1L << a.bits) - 1) == (1L << a.bits) - 1)
            return a.bits == bits ? a : a.zx(bits);
        if ((op == Op.ADD || op == Op.XOR || op == Op.AND) && a.op == op && a.b.isConst() && a.bits == bits && a.a.bits == bits)
            return binary(op, bits, a.a, binary(op, bits, a.b, b));
        return null;
    }

    static Value select(Value c, Value x, Value y) {
        if (c.isConst()) return c.imm != 0 ? x : y;
        if (x.equals(y) || x.isConst() && y.isConst() && x.imm == y.imm) return x;
        int bits = Math.max(x.bits, y.bits);
        if (c.op == Op.XOR && c.b.isConst()) return select(c.a, y, x);
        if (bits == 1 && y.isConst())
            return x.isConst() ? (x.imm != 0 ? c : c.not()) : y.imm == 0 ? c.and(x) : x.or(c.not());
        if (bits == 1 && x.isConst()) {
            Value z = x.imm == 0 ? y : y.not();
            if (c.op == Op.EQ && z.op.compares() && z.op != Op.EQ && sameOperands(c, z)) return y;
            if (x.imm != 0) return y.or(c);
        }
        return new Value(Op.SELECT, bits, 0, c, x, y);
    }

    /** Would the low half come out the same without widening the operands? */
    private static boolean narrows(Value v) {
        boolean few = v.b != null && v.b.isConst() && v.b.imm >= 0 && v.b.imm < 32;
        return switch (v.op) {
            case SHL -> few && extended(v.a);
            case SHR -> few && v.a.op == Op.ZEXT32;
            case SAR -> few && v.a.op == Op.SEXT32;
            case MUL, ADD, SUB, AND, OR, XOR -> (extended(v.a) || v.a.isConst()) && (extended(v.b) || v.b.isConst());
            default -> false;
        };
    }

    private static boolean extended(Value v) {
        return v.op == Op.ZEXT32 || v.op == Op.SEXT32;
    }

    private static boolean shift(Op op) {
        return op == Op.SHL || op == Op.SHR || op == Op.SAR;
    }

    private static boolean sameOperands(Value p, Value q) {
        return p.a.equals(q.a) && p.b.equals(q.b) || p.a.equals(q.b) && p.b.equals(q.a);
    }

    /** True of a decision tree whose outcomes are all constants, such as a condition code. */
    private static boolean isTable(Value v) {
        return v.op == Op.SELECT && (v.b.isConst() || isTable(v.b)) && (v.c.isConst() || isTable(v.c));
    }

    private static Value like(Value v, long k, int bits) {
        return v.op == Op.IMM ? Value.immediate(k, bits) : Value.of(k, bits);
    }
}
