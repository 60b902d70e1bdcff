package org.polyvisor.hypervisor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.polyvisor.hypervisor.engine.Sampling;

/** Why a virtual processor left its host, and how often. Causes are listed in a fixed order. */
public final class Ledger {

    /** Causes of exits. */
    public enum Cause {
        /** The host did not know an address: a translation is filled, or the guest's own fault is found. The exit is in mid-instruction. */
        TRANSLATION,
        /** The guest's program trapped in the user state in which it runs: the instruction is simulated. */
        PRIVILEGED,
        /** An intercepted instruction: simulated. */
        INTERCEPTION,
        /** An instruction that completed and interrupts: the guest's own. */
        CALL,
        /** An interruption that belongs to the guest as it is. */
        REFLECTION
    }

    private final long[] counts = new long[Cause.values().length];
    private final Sampling[] costs = new Sampling[Cause.values().length];
    private final Sampling exits = new Sampling();
    private long left;
    private Cause last = Cause.PRIVILEGED;
    private long simulated;

    Ledger(Sampling translations) {
        Arrays.setAll(costs, _ -> new Sampling());
        costs[Cause.TRANSLATION.ordinal()] = translations;
    }

    void add(Cause c) {
        last = c;
        add(c, 1);
    }

    /** The host was left. */
    void leave() {
        if (exits.due()) left = System.nanoTime();
    }

    /** The host is entered again. */
    void enter() {
        if (left == 0) return;
        costs[last.ordinal()].add(System.nanoTime() - left);
        left = 0;
    }

    void add(Cause c, long n) {
        counts[c.ordinal()] += n;
    }

    void completed() {
        simulated++;
    }

    /**
     * {@return how often the guest left its host for this cause}
     *
     * @param c the cause
     */
    public long count(Cause c) {
        return counts[c.ordinal()];
    }

    /** {@return how many instructions were simulated to their end} */
    public long simulations() {
        return simulated;
    }

    /**
     * {@return how long an exit took on the wall from leaving the host to entering it again, or, in mid-instruction, to answer it; in
     * nanoseconds on average of a sample; nothing if none was timed}
     *
     * @param c the cause
     */
    public OptionalDouble nanoseconds(Cause c) {
        return costs[c.ordinal()].average();
    }

    /** {@return all exits} */
    public long total() {
        long n = 0;
        for (long c : counts) n += c;
        return n;
    }

    /** {@return causes that occurred, by name, with their counts} */
    public Map<String, Long> byCause() {
        Map<String, Long> m = new LinkedHashMap<>();
        for (Cause c : Cause.values()) if (count(c) > 0) m.put(c.name().toLowerCase(Locale.ROOT), count(c));
        return m;
    }
}
