package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Helper;

/**
 * What a processor and its simulators, confined to one thread, have in common: the numbers of constants and helpers, and decoded code by
 * the bytes that it came from. Bytes that were decoded before, under another name, by another of these processors, or before a store
 * beside them, are not decoded again.
 */
final class SharedCode {
    static final int CONSTANTS = 1 << 13;
    /** So many kinds of interruptions: a guest can make as many error codes as it likes. */
    static final int MOST_DELIVERIES = 4096;
    /** So many instructions are kept, about a kilobyte each; then all are forgotten, since most may be in use by nobody any more. */
    private static final int MOST_KEPT = 1 << 16;
    private static final int VARIANTS = 8;

    /** All that decoding depends on besides bytes and interceptions. */
    record Place(int pc, int mode, int fetchBase, int most) {}

    /** Code with all bytes that were looked at, in order: where, from its beginning, and which; and what the view said of each row. */
    private record Decoded(int[] places, byte[] bytes, Row[] rows, boolean[] intercepted, Block block) {
        boolean right(IntUnaryOperator fetch, Predicate<Row> intercepts) {
            for (int i = 0; i < bytes.length; i++) if ((byte) fetch.applyAsInt(places[i]) != bytes[i]) return false;
            for (int i = 0; i < rows.length; i++) if (intercepts.test(rows[i]) != intercepted[i]) return false;
            return true;
        }
    }

    private final Map<Place, List<Decoded>> decoded = new HashMap<>();
    private final Map<Long, Block> deliveries = new HashMap<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    /** Instructions by their bytes. */
    final DecodingTree instructions = new DecodingTree();
    private final long[] constants = new long[CONSTANTS];
    private final List<Helper> helpers = new ArrayList<>();
    private final Map<Helper, Integer> helperNumbers = new HashMap<>();
    private int kept;
    /** Grows whenever constants lose their numbers: no code from before may run any more. */
    private int generation;

    int generation() {
        return generation;
    }

    void clear() {
        forget();
        deliveries.clear();
        numbers.clear();
        generation++;
    }

    private void forget() {
        decoded.clear();
        kept = 0;
    }

    // ---- numbers

    /** The number of a constant; those with lower numbers exist. */
    int constant(long v) {
        Integer at = numbers.get(v);
        if (at != null) return at;
        if (numbers.size() == CONSTANTS) throw Signal.Full.SIGNAL;
        int number = numbers.size();
        constants[number] = v;
        numbers.put(v, number);
        return number;
    }

    /** Puts the constants from a number on into a frame; returns how many there are in all. */
    int constants(int from, long[] frame, int slot) {
        System.arraycopy(constants, from, frame, slot + from, numbers.size() - from);
        return numbers.size();
    }

    int helper(Helper h) {
        return helperNumbers.computeIfAbsent(h, _ -> {
            helpers.add(h);
            return helpers.size() - 1;
        });
    }

    Helper helper(int number) {
        return helpers.get(number);
    }

    // ---- code

    /**
     * Code that was decoded from the bytes which are there now, or null. Bytes are looked at in the order in which decoding would, and no
     * others, so that a fault is the same.
     */
    Block find(Place place, IntUnaryOperator fetch, Predicate<Row> intercepts) {
        List<Decoded> variants = decoded.get(place);
        if (variants == null) return null;
        for (Decoded d : variants) if (d.right(fetch, intercepts)) return d.block.copy();
        return null;
    }

    void keep(Place place, int[] places, byte[] bytes, List<Row> rows, Predicate<Row> intercepts, Block b) {
        if (kept >= MOST_KEPT) forget();
        Row[] line = rows.toArray(Row[]::new);
        boolean[] intercepted = new boolean[line.length];
        for (int i = 0; i < line.length; i++) intercepted[i] = intercepts.test(line[i]);
        List<Decoded> variants = decoded.computeIfAbsent(place, _ -> new ArrayList<>(1));
        if (variants.size() == VARIANTS) kept -= variants.removeFirst().block.size;
        kept += b.size;
        variants.add(new Decoded(places, bytes, line, intercepted, b.copy()));
    }

    Block delivery(long key, Supplier<Block> lowered) {
        Block b = deliveries.get(key);
        if (b == null) {
            b = lowered.get();
            if (deliveries.size() == MOST_DELIVERIES) deliveries.clear();
            deliveries.put(key, b.copy());
        }
        return b.copy();
    }
}
