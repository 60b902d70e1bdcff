package org.polyvisor.isa.s370.guest;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.MethodTooLargeException;

/**
 * The instructions of one method, with its constants and its traps behind them. It knows what the instructions so far leave in the
 * condition code and in register 1, and which checks they have made.
 */
final class MethodCode {
    private static final String BLANKS = " ".repeat(9);
    private static final int NONE = -1;

    /** What the condition code tells of a register's content. */
    private enum Told { ZERO, SIGN }

    /** A check that was made: of an array and an index, or of a reference for being null. */
    private record Check(int reference, int index) {}

    /** A trap of a source line. */
    private record Stub(int line, int code) {}

    private final AssemblyText text;
    private final String symbol;
    private final Constants constants;
    private final Map<Stub, String> stubs = new LinkedHashMap<>();
    private final Set<Check> checks = new HashSet<>();
    private int bytes;
    private int head;
    private int told = NONE;
    private Told tells = Told.ZERO;
    private int scaled = NONE;
    private int scale;
    private int decremented = NONE;

    /**
     * Begins a method.
     *
     * @param symbol where it begins, on the boundary of a word
     * @param text where its code goes
     */
    MethodCode(String symbol, AssemblyText text) {
        this.symbol = symbol;
        this.text = text;
        constants = new Constants(symbol);
    }

    /** {@return a label of this method} */
    String label(String suffix) {
        return Constants.label(symbol, suffix);
    }

    /** The prologue is complete. */
    void body() {
        head = text.length();
    }

    // ---- instructions

    /** Register and register. */
    void rr(String operation, int first, int second) {
        add(operation, first, first + "," + second);
    }

    /** Register and storage, indexed; 0 stands for no register. A displacement that is too large takes the place of the index. */
    void rx(String operation, int register, int displacement, int index, int base) {
        if (displacement < MethodLayout.REACH) {
            add(operation, register, register + "," + displacement + "(" + index + "," + base + ")");
            return;
        }
        constant("L", 1, "F'" + displacement + "'");
        if (index != 0) rr("ALR", 1, index);
        rx(operation, register, 0, 1, base);
    }

    /** Register and storage, or a shift, not indexed. */
    void rs(String operation, int register, String operand) {
        add(operation, register, register + "," + operand);
    }

    /** Register and a constant of one word, such as {@code F'1'} or {@code A(H1)}. */
    void constant(String operation, int register, String constant) {
        add(operation, register, register + "," + constants.at(constant) + " " + constant);
    }

    /** Register and the right half of a constant. */
    void half(String operation, int register, int constant) {
        add(operation, register, register + "," + constants.at("F'" + constant + "'") + "+2");
    }

    private void add(String operation, int register, String operands) {
        flush();
        line(operation, operands);
        switch (operation) {
            case "ST", "STC", "STH", "STM", "BALR", "BCR" -> { }
            case "C", "CR", "CL" -> told = NONE;
            case "LTR" -> tell(register, Told.SIGN);
            case "SRA" -> {
                changed(register);
                tell(register, Told.SIGN);
            }
            case "AL", "ALR", "SL", "SLR", "N", "NR", "O", "OR", "X", "XR" -> {
                changed(register);
                tell(register, Told.ZERO);
            }
            case "M", "MR", "D", "DR", "SRDA" -> {
                changed(register);
                changed(register + 1);
                if (operation.equals("SRDA")) told = NONE;
            }
            case "LCR", "ICM" -> {
                changed(register);
                told = NONE;
            }
            case "L", "LA", "LH", "LR", "LM", "IC", "SLL", "SRL", "MH" -> changed(register);
            default -> throw new IllegalStateException(operation);
        }
    }

    private void line(String operation, String operands) {
        text.add(BLANKS + operation + " " + operands);
        bytes += MethodLayout.length(operation);
    }

    private void tell(int register, Told what) {
        told = register;
        tells = what;
    }

    /** A method was called, which keeps what variables hold. */
    void called() {
        told = scaled = NONE;
        for (int r = 14; r <= 15; r++) changed(r);
    }

    private void changed(int register) {
        if (told == register) told = NONE;
        if (scaled == register || register == 1) scaled = NONE;
        checks.removeIf(c -> c.reference == register || c.index == register);
    }

    // ---- what registers hold

    /**
     * Multiplies an index into register 1.
     *
     * @param index the register
     * @param shift logarithm of the factor: 1 or 2
     */
    void scale(int index, int shift) {
        flush();
        if (scaled == index && scale == shift) return;
        rr("LR", 1, index);
        if (shift == 1) rr("ALR", 1, 1);
        else rs("SLL", 1, String.valueOf(shift));
        scaled = index;
        scale = shift;
    }

    /** {@return whether a check has been made already; from now on it has} */
    boolean checked(int reference, int index) {
        return !checks.add(new Check(reference, index));
    }

    /** Subtracts 1. */
    void decrement(int register) {
        flush();
        changed(register);
        decremented = register;
    }

    private void flush() {
        if (decremented == NONE) return;
        int register = decremented;
        decremented = NONE;
        line("BCTR", register + ",0");
    }

    // ---- branches

    /** Branches on the condition code, 0 to 15 as its bits say. */
    void branch(int mask, String label) {
        flush();
        line("BC", mask + "," + label);
        scaled = NONE;
    }

    /**
     * Branches if a register is zero, or is not, or by its sign.
     *
     * @param mask for the condition code that a comparison with zero gives
     * @param register which
     * @param label where
     */
    void branchOnSign(int mask, int register, String label) {
        boolean equality = mask == 8 || mask == 7;
        if (mask == 7 && decremented == register) {
            decremented = NONE;
            line("BCT", register + "," + label);
            scaled = NONE;
            return;
        }
        flush();
        if (told == register && tells == Told.ZERO && equality) {
            branch(mask == 8 ? 10 : 5, label);
            return;
        }
        if (told != register || tells != Told.SIGN) rr("LTR", register, register);
        branch(mask, label);
    }

    /** Branches to a trap of the present source line. */
    void trap(int mask, int code) {
        branch(mask, stubs.computeIfAbsent(new Stub(text.line(), code), _ -> label("T" + stubs.size())));
    }

    /** Something branches here. */
    void place(String label) {
        flush();
        text.label(label);
        told = scaled = NONE;
        checks.clear();
    }

    /** The code is complete. */
    void end() throws MethodTooLargeException {
        flush();
        stubs.forEach((s, label) -> {
            text.source(s.line);
            text.label(label);
            line("DC", "XL4'" + String.format("%08X", s.code) + "'");
        });
        new MethodLayout(symbol, text, constants).place(head, bytes);
    }
}
