package org.polyvisor.isa.platform;

import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.UsageException;

/**
 * A program to measure with. It prints one line, its name and a checksum, and ends normally; a marked one prints another line before
 * the work that is measured, so that whoever measures takes the time between the two, and no start-up and no warming up. Workloads
 * of one name compute the same on every instruction set, and so print the same.
 *
 * @param name one word
 * @param description one line
 * @param full the version that takes long enough to be measured: 30 to 100 million instructions if it is marked
 * @param brief the version for tests
 * @param sustained the version for fast processors: 1 to 2 thousand million instructions between its lines if it is marked, after some
 *         more to warm up: a host that compiles what it runs, and then compiles it better, needs seconds for that
 */
public record Workload(String name, String description, Version full, Version brief, Version sustained) {

    /** The name of the workload that leaves a virtual machine's host as often as it can: for what exits cost. */
    public static final String EXITS = "exits";

    /**
     * The program with a number of repetitions.
     *
     * @param output the line that it prints in the end, without the end of the line
     * @param mark the line that it prints when it has warmed up, just before the work whose checksum {@code output} has; none if it is not
     *         marked
     * @param repetitions how often it does its work between the two, from 1
     * @param words what tells this version from the others: words of storage by address, for whoever loads the program otherwise
     * @param loader puts it in place
     */
    public record Version(String output, Optional<String> mark, int repetitions, Map<Integer, Integer> words, Loader loader) {}

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
