package org.polyvisor.cli.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One run of a workload.
 *
 * @param seconds what is measured of it took, on the wall, above 0
 * @param repetitions of the work in that time
 * @param instructions in that time, if they are counted; 0 if not
 * @param failure what was wrong, if anything; nothing else counts then
 */
record Lap(double seconds, int repetitions, long instructions, Optional<String> failure) {

    /** One that did what it should. */
    static Lap of(double seconds, int repetitions, long instructions) {
        return new Lap(seconds, repetitions, instructions, Optional.empty());
    }

    /** One that did not. */
    static Lap failed(String why) {
        return new Lap(Double.NaN, 1, 0, Optional.of(why));
    }

    /** Seconds a repetition. */
    private double pace() {
        return seconds / repetitions;
    }

    /**
     * How much faster ones are than others: the median over the rounds of the ratio of their repetitions a second, so that one need not
     * do as many as the other.
     *
     * @param laps one a round, from one round upward
     * @param others the same
     * @return above 1 if they are faster
     */
    static double ratio(List<Lap> laps, List<Lap> others) {
        return median(IntStream.range(0, Math.min(laps.size(), others.size())).mapToObj(i -> others.get(i).pace() / laps.get(i).pace())
                .toList());
    }

    /** The median of what they took for so many repetitions, in seconds. */
    static double seconds(List<Lap> laps, int repetitions) {
        return median(laps.stream().map(l -> l.pace() * repetitions).toList());
    }

    private static double median(List<Double> of) {
        List<Double> sorted = of.stream().sorted().toList();
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }
}
