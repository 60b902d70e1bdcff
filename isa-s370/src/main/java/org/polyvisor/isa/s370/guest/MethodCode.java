package org.polyvisor.isa.s370.guest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.guest.AssemblyText;

/**
 * The instructions of one method, with its constants and its traps behind them. It knows what the instructions so far leave in the
 * condition code and in register 1, and which checks they have made.
 *
 * <p>Everything is addressed from the method's beginning. If code and constants take more than the 4,096 bytes that a displacement
 * reaches, the constants stand behind the prologue, and a branch to what is out of reach has the rest of its distance in register 1.
 */
final class MethodCode {
    private static final int REACH = 4096;
    private static final int WORD = 4;
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
    private final Map<String, String> constants = new LinkedHashMap<>();
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
    }

    /** {@return a label of this method} */
    String label(String suffix) {
        return "L" + symbol + "_" + suffix;
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
        if (displacement < REACH) {
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
        add(operation, register, register + "," + at(constant) + " " + constant);
    }

    /** Register and the right half of a constant. */
    void half(String operation, int register, int constant) {
        add(operation, register, register + "," + at("F'" + constant + "'") + "+2");
    }

    private String at(String constant) {
        return constants.computeIfAbsent(constant, _ -> label("C" + constants.size()));
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
        bytes += length(operation);
    }

    private static int length(String operation) {
        return operation.endsWith("R") ? 2 : 4;
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

    // ---- layout

    /** The code is complete. */
    void end() {
        flush();
        stubs.forEach((s, label) -> {
            text.source(s.line);
            text.label(label);
            line("DC", "XL4'" + String.format("%08X", s.code) + "'");
        });
        if (aligned(bytes) + WORD * constants.size() > REACH) far();
        else if (!constants.isEmpty()) {
            text.source(0);
            pool();
        }
    }

    private static int aligned(int address) {
        return address + WORD - 1 & -WORD;
    }

    private void pool() {
        text.add(BLANKS + "DS 0F");
        constants.forEach((constant, label) -> text.add(label + " DC " + constant));
    }

    /** An instruction or a label of the body. */
    private record Line(String all, String name, String operation, String operands) {
        static Line of(String all) {
            int blank = all.indexOf(' ');
            String[] parts = all.strip().split(" "); // remarks may follow
            return blank > 0 ? new Line(all, all.substring(0, blank), "", "") : new Line(all, "", parts[0], parts[1]);
        }

        int length(boolean far) {
            return !name.isEmpty() ? 0 : far ? 2 * WORD : MethodCode.length(operation);
        }

        /** The label it branches to, or empty. */
        String target() {
            String second = operands.substring(operands.indexOf(',') + 1);
            return operation.startsWith("BC") && Character.isLetter(second.isEmpty() ? ' ' : second.charAt(0)) ? second : "";
        }
    }

    private void far() {
        List<String> cut = text.cut(head);
        List<Line> lines = new ArrayList<>();
        int prologue = bytes;
        for (String l : cut) {
            lines.add(Line.of(l));
            prologue -= lines.getLast().length(false);
        }
        BitSet far = new BitSet();
        Map<String, Integer> places = Map.of();
        for (int known = NONE; known != far.cardinality() + constants.size(); ) {
            known = far.cardinality() + constants.size();
            int from = aligned(prologue + WORD) + WORD * constants.size();
            if (from > REACH) throw new IllegalArgumentException("this method needs more than 1,000 constants: split it");
            places = places(lines, far, from);
            for (int i = 0; i < lines.size(); i++) {
                int place = places.getOrDefault(lines.get(i).target(), 0);
                if (place < REACH) continue;
                far.set(i);
                at(page(place));
            }
        }
        line("BC", "15," + label("B"));
        pool();
        text.label(label("B"));
        for (int i = 0; i < lines.size(); i++) {
            if (far.get(i)) branch(lines.get(i), places.get(lines.get(i).target()));
            else text.add(lines.get(i).all);
        }
    }

    private static Map<String, Integer> places(List<Line> lines, BitSet far, int from) {
        Map<String, Integer> places = new HashMap<>();
        int at = from;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).name.isEmpty()) places.put(lines.get(i).name, at);
            at += lines.get(i).length(far.get(i));
        }
        return places;
    }

    /** The part of a distance that a displacement does not reach. */
    private static String page(int place) {
        return "F'" + (place & -REACH) + "'";
    }

    private void branch(Line l, int place) {
        text.add(BLANKS + "L 1," + at(page(place)));
        String first = l.operands.substring(0, l.operands.indexOf(','));
        text.add(BLANKS + l.operation + " " + first + "," + (place & REACH - 1) + "(1,12) " + l.target());
    }
}
