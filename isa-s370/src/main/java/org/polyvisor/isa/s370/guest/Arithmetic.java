package org.polyvisor.isa.s370.guest;

import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;

/**
 * Arithmetic as Java's, in registers. Sums are made by the logical instructions, whose condition code tells zero even where a sum
 * overflows. Register 0 and 1 are the pair of multiplication and division.
 */
final class Arithmetic {
    private final MethodCode code;
    private final AssemblyText text;

    Arithmetic(MethodCode code, AssemblyText text) {
        this.code = code;
        this.text = text;
    }

    void constant(int to, int value) {
        if (value == 0) code.rr("SLR", to, to);
        else if (value > 0 && value < 4096) code.rx("LA", to, value, 0, 0);
        else code.constant("L", to, word(value));
    }

    private static String word(int value) {
        return "F'" + value + "'";
    }

    private void move(int to, int from) {
        if (to != from) code.rr("LR", to, from);
    }

    // ---- two registers

    void binary(BinaryOperator operator, int to, int left, int right) {
        switch (operator) {
            case ADD, AND, OR, XOR -> {
                int other = to == right ? left : right;
                move(to, to == right ? right : left);
                code.rr(operation(operator) + "R", to, other);
            }
            case SUB -> subtract(to, left, right);
            case MUL -> {
                code.rr("LR", 1, left);
                code.rr("MR", 0, right);
                code.rr("LR", to, 1);
            }
            case DIV, REM -> divide(operator, to, left, right);
            case SHL, SHR, USHR -> {
                code.rr("LR", 1, right);
                code.constant("N", 1, word(31));
                move(to, left);
                code.rs(shift(operator), to, "0(1)");
            }
        }
    }

    private static String operation(BinaryOperator operator) {
        return switch (operator) {
            case ADD -> "AL";
            case SUB -> "SL";
            case AND -> "N";
            case OR -> "O";
            default -> "X";
        };
    }

    private static String shift(BinaryOperator operator) {
        return switch (operator) {
            case SHL -> "SLL";
            case SHR -> "SRA";
            default -> "SRL";
        };
    }

    private void subtract(int to, int left, int right) {
        if (to == right && to != left) {
            code.rr("LCR", to, to);
            code.rr("ALR", to, left);
        } else {
            move(to, left);
            code.rr("SLR", to, right);
        }
    }

    /** By −1 without dividing: the smallest number's quotient is none, an exception that Java does not have. */
    private void divide(BinaryOperator operator, int to, int left, int right) {
        String usual = "L" + text.fresh(), end = "L" + text.fresh();
        code.constant("C", right, word(-1));
        code.branch(7, usual);
        if (operator == BinaryOperator.DIV) code.rr("LCR", to, left);
        else code.rr("SLR", to, to);
        code.branch(15, end);
        code.place(usual);
        dividend(left);
        code.rr("DR", 0, right);
        quotient(operator, to);
        code.place(end);
    }

    private void dividend(int left) {
        code.rr("LR", 0, left);
        code.rs("SRDA", 0, "32");
    }

    private void quotient(BinaryOperator operator, int to) {
        code.rr("LR", to, operator == BinaryOperator.DIV ? 1 : 0);
    }

    // ---- a register and a constant

    void binaryConstant(BinaryOperator operator, int to, int left, int right) {
        switch (operator) {
            case ADD, SUB -> add(to, left, operator, right);
            case AND, OR, XOR -> {
                move(to, left);
                code.constant(operation(operator), to, word(right));
            }
            case MUL -> multiply(to, left, right);
            case DIV, REM -> {
                dividend(left);
                code.constant("D", 0, word(right));
                quotient(operator, to);
            }
            case SHL, SHR, USHR -> {
                move(to, left);
                int count = right & 31;
                if (operator == BinaryOperator.SHL && count == 1) code.rr("ALR", to, to);
                else if (count != 0) code.rs(shift(operator), to, String.valueOf(count));
            }
        }
    }

    private void add(int to, int left, BinaryOperator operator, int right) {
        move(to, left);
        if (right == (operator == BinaryOperator.ADD ? -1 : 1)) code.decrement(to);
        else if (right != 0) code.constant(operation(operator), to, word(right));
    }

    private void multiply(int to, int left, int right) {
        if (right == 0) {
            code.rr("SLR", to, to);
        } else if (Integer.bitCount(right) == 1) {
            binaryConstant(BinaryOperator.SHL, to, left, Integer.numberOfTrailingZeros(right));
        } else if ((short) right == right) {
            move(to, left);
            code.half("MH", to, right);
        } else {
            code.rr("LR", 1, left);
            code.constant("M", 0, word(right));
            code.rr("LR", to, 1);
        }
    }

    // ---- one register

    void unary(UnaryOperator operator, int to, int from) {
        switch (operator) {
            case NEG -> code.rr("LCR", to, from);
            case TO_BYTE -> extend(to, from, 24);
            case TO_SHORT -> extend(to, from, 16);
            case TO_CHAR -> {
                move(to, from);
                code.constant("N", to, word(0xffff));
            }
        }
    }

    private void extend(int to, int from, int bits) {
        move(to, from);
        code.rs("SLL", to, String.valueOf(bits));
        code.rs("SRA", to, String.valueOf(bits));
    }
}
