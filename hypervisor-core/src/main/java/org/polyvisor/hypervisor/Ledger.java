package org.polyvisor.hypervisor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

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

    /** One exit in so many is timed: looking at the clock costs a good part of an exit. */
    private static final int SAMPLE = 32;

    private final long[] counts = new long[Cause.values().length];
    private final long[] samples = new long[Cause.values().length];
    private final long[] nanoseconds = new long[Cause.values().length];
    private long left;
    private Cause last = Cause.PRIVILEGED;
    private int untimed;
    private long simulated;

    Ledger() {}

    void add(Cause c) {
        last = c;
        add(c, 1);
    }

    /** The host was left. */
    void leave() {
        if (++untimed < SAMPLE) return;
        untimed = 0;
        left = System.nanoTime();
    }

    /** The host is entered again. */
    void enter() {
        if (left == 0) return;
        samples[last.ordinal()]++;
        nanoseconds[last.ordinal()] += System.nanoTime() - left;
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
     * {@return how long an exit took on the wall from leaving the host to entering it again, in nanoseconds on average of a sample;
     * nothing if none was timed}
     *
     * @param c the cause; {@link Cause#TRANSLATION} is not timed
     */
    public OptionalDouble nanoseconds(Cause c) {
        int i = c.ordinal();
        return samples[i] == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) nanoseconds[i] / samples[i]);
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
