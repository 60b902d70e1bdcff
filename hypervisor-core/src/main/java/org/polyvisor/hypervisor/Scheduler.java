package org.polyvisor.hypervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lets machines of any kind take turns on this host: each round, every machine that has more to do gets a slice of instructions in
 * proportion to its share. What a machine does never depends on the others; only when it gets to it.
 */
public final class Scheduler {
    /** Instructions of a slice with share {@link #SHARE}: 10 ms of virtual time at the default rate. */
    public static final long SLICE = 1_000_000;
    /** The share of a machine for which nothing is said. */
    public static final int SHARE = 100;

    private final long slice;
    private final List<Turn> turns = new ArrayList<>();
    private long rounds;

    /** What a machine does in its turn. */
    @FunctionalInterface
    public interface Guest {

        /**
         * Runs.
         *
         * @param instructions how many instructions are completed at most
         * @return whether there is more to do
         */
        boolean run(long instructions);
    }

    /** A machine's place in the round. */
    public static final class Turn {
        private final String name;
        private final int share;
        private final Guest guest;
        private boolean ended;
        private long slices;
        private long nanoseconds;

        private Turn(String name, int share, Guest guest) {
            this.name = name;
            this.share = share;
            this.guest = guest;
        }

        /** {@return the machine's name} */
        public String name() {
            return name;
        }

        /** {@return its share} */
        public int share() {
            return share;
        }

        /** {@return how many slices it got} */
        public long slices() {
            return slices;
        }

        /** {@return for how long it ran on the wall, in nanoseconds} */
        public long nanoseconds() {
            return nanoseconds;
        }

        /** {@return whether it has nothing more to do} */
        public boolean ended() {
            return ended;
        }

        private void run(long instructions) {
            long from = System.nanoTime();
            ended = !guest.run(instructions);
            nanoseconds += System.nanoTime() - from;
            slices++;
        }
    }

    /**
     * Makes a scheduler without machines.
     *
     * @param slice instructions of a slice with share {@link #SHARE}, above 0
     */
    public Scheduler(long slice) {
        this.slice = slice;
    }

    /**
     * Adds a machine.
     *
     * @param name what it is called
     * @param share above 0; twice the share gives slices twice as long
     * @param guest what it does
     * @return its place
     */
    public Turn add(String name, int share, Guest guest) {
        if (share < 1) throw new IllegalArgumentException("share " + share + " of " + name + ": a share is above 0");
        Turn t = new Turn(name, share, guest);
        turns.add(t);
        return t;
    }

    /** Gives every machine that has more to do one slice. */
    public void round() {
        for (Turn t : turns) if (!t.ended) t.run(Math.max(1, slice * t.share / SHARE));
        rounds++;
    }

    /** Goes on until no machine has more to do. */
    public void run() {
        while (turns.stream().anyMatch(t -> !t.ended)) round();
    }

    /** {@return the machines, in the order of their turns} */
    public List<Turn> turns() {
        return Collections.unmodifiableList(turns);
    }

    /** {@return how many rounds there were} */
    public long rounds() {
        return rounds;
    }
}
