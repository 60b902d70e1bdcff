package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Register;

/**
 * Lays one processor's registers on another so that a guest runs there in user state: supervisor registers hold what the schema
 * dictates, the rest passes through both ways. Derived from the declarations; no architecture writes a line for it.
 */
public final class Lowered {
    private final int[] dictated;
    private final long[] values;
    /** Runs of slots that pass through: first slot and length of each. */
    private final int[] runs;
    private final int size;

    private Lowered(Architecture a, Map<Register, Long> lowered) {
        dictated = lowered.keySet().stream().mapToInt(Register::slot).toArray();
        values = lowered.values().stream().mapToLong(Long::longValue).toArray();
        size = a.registers().size() + LateFlags.SLOTS;
        boolean[] kept = new boolean[size];
        for (int slot : dictated) kept[slot] = true;
        List<Integer> found = new ArrayList<>();
        for (int from = 0; from < size; ) {
            int to = from;
            while (to < size && !kept[to]) to++;
            if (to > from) {
                found.add(from);
                found.add(to - from);
            }
            from = to + 1;
        }
        runs = found.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * {@return how a guest is laid on a processor in user state}
     *
     * @param a the architecture
     */
    public static Lowered of(Architecture a) {
        return new Lowered(a, a.registers().lowered());
    }

    /**
     * {@return how a guest is laid on a processor in user state, where some registers hold something else than the schema says}
     *
     * @param a the architecture
     * @param others what they hold; registers that would hold the guest's own values may be among them
     */
    public static Lowered dictating(Architecture a, Map<Register, Long> others) {
        Map<Register, Long> all = new LinkedHashMap<>(a.registers().lowered());
        all.putAll(others);
        return new Lowered(a, all);
    }

    /**
     * {@return how a guest is laid on a processor as it is}
     *
     * @param a the architecture
     */
    public static Lowered asItIs(Architecture a) {
        return new Lowered(a, Map.of());
    }

    /**
     * Lays registers on a processor.
     *
     * @param guest whose registers
     * @param host where
     */
    public void lower(Processor guest, Processor host) {
        System.arraycopy(guest.frame, 0, host.frame, 0, size);
        for (int i = 0; i < dictated.length; i++) host.frame[dictated[i]] = values[i];
    }

    /**
     * Takes back what the guest may have changed.
     *
     * @param host where it ran
     * @param guest whose registers
     */
    public void raise(Processor host, Processor guest) {
        for (int i = 0; i < runs.length; i += 2) System.arraycopy(host.frame, runs[i], guest.frame, runs[i], runs[i + 1]);
    }
}
