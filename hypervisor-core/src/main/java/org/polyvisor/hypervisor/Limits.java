package org.polyvisor.hypervisor;

import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * How far a machine runs.
 *
 * @param maxInstructions how many instructions are completed at most, from 0
 * @param stopAt addresses before which it stops; tested before each instruction, the first included
 * @param intercept names of the classes of interruptions that are not delivered but end the run
 * @param interrupted asked between slices: whether to end
 * @param maxTime how much virtual time passes at most, waits included
 */
public record Limits(long maxInstructions, Set<Integer> stopAt, Set<String> intercept, BooleanSupplier interrupted, long maxTime) {

    /**
     * However long it takes in virtual time.
     *
     * @param maxInstructions how many instructions are completed at most, from 0
     * @param stopAt addresses before which it stops
     * @param intercept names of the classes of interruptions that end the run
     * @param interrupted asked between slices: whether to end
     */
    public Limits(long maxInstructions, Set<Integer> stopAt, Set<String> intercept, BooleanSupplier interrupted) {
        this(maxInstructions, stopAt, intercept, interrupted, Long.MAX_VALUE);
    }

    /**
     * Only a number of instructions.
     *
     * @param maxInstructions how many are completed at most
     * @return the limits
     */
    public static Limits of(long maxInstructions) {
        return new Limits(maxInstructions, Set.of(), Set.of(), () -> false);
    }

    /**
     * A slice of virtual time, in which at most as many instructions are completed.
     *
     * @param time how much, in instructions
     * @return the limits
     */
    public static Limits slice(long time) {
        return new Limits(time, Set.of(), Set.of(), () -> false, time);
    }
}
