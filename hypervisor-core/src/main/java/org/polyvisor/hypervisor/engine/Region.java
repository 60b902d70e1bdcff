package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.List;

/** Instructions with their loops, as one method of the host. */
final class Region extends Decoded {

    /** The method. */
    interface Code {
        /**
         * Runs until it leaves the region. Registers are in the processor's frame before and after, {@link Processor#left} is kept.
         *
         * @return the number of a direct way out, or one of the constants of {@link Region}
         */
        int run(Processor cpu);
    }

    /** What {@link Code#run} answers: to the address in the program counter. */
    static final int COMPUTED = -1;
    /** What comes next at the address in the program counter is not for the region: where it was entered, perhaps. */
    static final int UNSUITED = -2;

    /**
     * Where an instruction may end early.
     *
     * @param pc its address
     * @param length in bytes
     * @param uncharged instructions completed before it that {@link Processor#left} does not show yet
     */
    record Site(int pc, int length, int uncharged) {}

    /** A direct way out, and the region that it leads to, if that is known. */
    static final class Exit {
        final int pc;
        Region to;

        Exit(int pc) {
            this.pc = pc;
        }
    }

    final int pc;
    /** Whether it takes anything for granted. */
    final boolean assumes;
    final List<Exit> exits = new ArrayList<>();
    final List<Site> sites = new ArrayList<>();
    /** So many instructions at most run between two looks at the budget. */
    int margin;
    /** How often it was entered in vain. */
    int misses;
    Code code;

    Region(int pc, boolean assumes) {
        this.pc = pc;
        this.assumes = assumes;
    }

    /** The number of the way out to an address. */
    int exit(int to) {
        for (int i = 0; i < exits.size(); i++) if (exits.get(i).pc == to) return i;
        exits.add(new Exit(to));
        return exits.size() - 1;
    }
}
