package org.polyvisor.isa.s370.guest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.MethodTooLargeException;

/**
 * Where a method's constants stand and how its branches are written. Everything is addressed from the method's beginning. If code and
 * constants take more than the 4,096 bytes that a displacement reaches, the constants stand behind the prologue, and a branch to what is
 * out of reach has the rest of its distance in register 1.
 *
 * @param symbol where the method begins
 * @param text with the method's code, which ends there
 * @param constants of the method
 */
record MethodLayout(String symbol, AssemblyText text, Constants constants) {
    /** How far from a base register a displacement reaches. */
    static final int REACH = 4096;

    private static final int WORD = 4;
    private static final String BLANKS = " ".repeat(9);
    private static final int NONE = -1;

    /** {@return the length of an instruction, or of the word that a trap is} */
    static int length(String operation) {
        return operation.endsWith("R") ? 2 : WORD;
    }

    /** An instruction or a label of the body. */
    private record Line(String all, String name, String operation, String operands) {
        static Line of(String all) {
            int blank = all.indexOf(' ');
            String[] parts = all.strip().split(" "); // remarks may follow
            return blank > 0 ? new Line(all, all.substring(0, blank), "", "") : new Line(all, "", parts[0], parts[1]);
        }

        int length(boolean far) {
            return !name.isEmpty() ? 0 : far ? 2 * WORD : MethodLayout.length(operation);
        }

        /** The label it branches to, or empty. */
        String target() {
            String second = operands.substring(operands.indexOf(',') + 1);
            return operation.startsWith("BC") && Character.isLetter(second.isEmpty() ? ' ' : second.charAt(0)) ? second : "";
        }
    }

    /**
     * Writes the constants, and anew what is affected by that.
     *
     * @param head the length of the text up to the end of the prologue
     * @param bytes of the code so far
     * @throws MethodTooLargeException if the constants alone are out of reach
     */
    void place(int head, int bytes) throws MethodTooLargeException {
        if (aligned(bytes) + WORD * constants.size() > REACH) far(head, bytes);
        else if (constants.size() > 0) {
            text.source(0);
            constants.write(text);
        }
    }

    private static int aligned(int address) {
        return address + WORD - 1 & -WORD;
    }

    private void far(int head, int bytes) throws MethodTooLargeException {
        List<Line> lines = new ArrayList<>();
        int prologue = bytes;
        for (String l : text.cut(head)) {
            lines.add(Line.of(l));
            prologue -= lines.getLast().length(false);
        }
        BitSet far = new BitSet();
        Map<String, Integer> places = Map.of();
        for (int known = NONE; known != far.cardinality() + constants.size(); ) {
            known = far.cardinality() + constants.size();
            int from = aligned(prologue + WORD) + WORD * constants.size();
            if (from > REACH) throw new MethodTooLargeException(constants.size() + " constants, and about 1,000 are in reach: split it");
            places = places(lines, far, from);
            for (int i = 0; i < lines.size(); i++) {
                int place = places.getOrDefault(lines.get(i).target(), 0);
                if (place < REACH) continue;
                far.set(i);
                constants.at(page(place));
            }
        }
        write(lines, far, places);
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

    private void write(List<Line> lines, BitSet far, Map<String, Integer> places) {
        String body = Constants.label(symbol, "B");
        text.add(BLANKS + "BC 15," + body);
        constants.write(text);
        text.label(body);
        for (int i = 0; i < lines.size(); i++) {
            if (far.get(i)) branch(lines.get(i), places.get(lines.get(i).target()));
            else text.add(lines.get(i).all);
        }
    }

    /** The part of a distance that a displacement does not reach. */
    private static String page(int place) {
        return "F'" + (place & -REACH) + "'";
    }

    private void branch(Line l, int place) {
        text.add(BLANKS + "L 1," + constants.at(page(place)));
        String first = l.operands.substring(0, l.operands.indexOf(','));
        text.add(BLANKS + l.operation + " " + first + "," + (place & REACH - 1) + "(1,12) " + l.target());
    }
}
