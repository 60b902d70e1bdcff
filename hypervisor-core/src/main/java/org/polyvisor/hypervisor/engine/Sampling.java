package org.polyvisor.hypervisor.engine;

import java.util.OptionalDouble;

/**
 * What something that happens often costs on the wall, from a sample: looking at the clock each time would cost a good part of it. The
 * distances between samples vary, always in the same way, so that of things that take turns none is missed; a guest sees nothing of it.
 */
public final class Sampling {
    /** Distances are 1 to 64. */
    private static final int DISTANCE_BITS = 6;

    private static final int MULTIPLIER = 1_664_525, INCREMENT = 1_013_904_223;

    private int random;
    private int distance = 1;
    private long samples;
    private long nanoseconds;

    /** Nothing has been timed yet. */
    public Sampling() {}

    /** {@return whether this time is to be timed} To be asked each time. */
    public boolean due() {
        if (--distance > 0) return false;
        random = random * MULTIPLIER + INCREMENT;
        distance = 1 + (random >>> Integer.SIZE - DISTANCE_BITS);
        return true;
    }

    /**
     * Takes a sample in.
     *
     * @param took in nanoseconds
     */
    public void add(long took) {
        samples++;
        nanoseconds += took;
    }

    /** {@return what it costs, in nanoseconds on average; nothing if nothing was timed} */
    public OptionalDouble average() {
        return samples == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) nanoseconds / samples);
    }
}
