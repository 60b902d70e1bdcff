package org.polyvisor.isa.platform;

import org.polyvisor.isa.UsageException;

/**
 * A program to measure with. It prints one line, its name and a checksum, and ends normally. Workloads of one name compute the same
 * on every instruction set, and so print the same.
 *
 * @param name one word
 * @param description one line
 * @param full the version that takes long enough to be measured
 * @param brief the version for tests
 */
public record Workload(String name, String description, Version full, Version brief) {

    /** The name of the workload that leaves a virtual machine's host as often as it can: for what exits cost. */
    public static final String EXITS = "exits";

    /**
     * The program with a number of repetitions.
     *
     * @param output what it prints, without the end of the line
     * @param loader puts it in place
     */
    public record Version(String output, Loader loader) {}

    /** Puts a program into a machine. */
    @FunctionalInterface
    public interface Loader {

        /**
         * Loads the program, and puts the processor at its beginning.
         *
         * @param host a machine in its default initial state, with its default devices
         * @throws UsageException if the program does not fit
         */
        void load(PlatformHost host) throws UsageException;
    }
}
