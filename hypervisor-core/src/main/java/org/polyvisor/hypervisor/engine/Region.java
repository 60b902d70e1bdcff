package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Instructions with their loops, as one method of the host. */
final class Region extends Decoded {

    /** The method. */
    interface Code {
        /**
         * Runs until it leaves the region. Registers are in the processor's frame before and after, {@link Processor#left} is kept.
         *
         * @return the number of a direct way out, or one of the constants of {@link Region}
         */
        int run();
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
        /** How often it was taken. */
        long taken;

        Exit(int pc) {
            this.pc = pc;
        }
    }

    /** What it begins with. */
    final Block head;
    /** Whether it takes anything for granted. */
    final boolean assumes;
    final List<Exit> exits = new ArrayList<>();
    final List<Site> sites = new ArrayList<>();
    /** So many instructions at most run between two looks at the budget. */
    int margin;
    /** How often it was entered in vain. */
    int misses;
    /** How often a computed jump led out of it to where it could have been followed. */
    int lost;
    Code code;
    /** Guest instructions that it covers, bytes of code of its method: for whoever wants to know. */
    int instructions;
    int bytes;
    /** How often it was entered, and left to a computed address or because something was not for it. */
    long entered;
    long computed;
    long unsuited;
    /** Instructions completed in it. */
    long completed;

    /** The table of pages that its method looks into: another one, and it is of no use any more. */
    private final byte[][] pages;

    Region(Block head, boolean assumes, Translations t) {
        this.head = head;
        this.assumes = assumes;
        pages = t.read;
    }

    /** Whether it may be run now. */
    boolean right(Translations t) {
        if (pages != t.read) drop();
        return right(t, null, 0);
    }

    /** Drops it for good: its method can be forgotten. */
    void discard() {
        drop();
        code = null;
        for (Exit e : exits) e.to = null;
    }

    /** The number of the way out to an address. */
    int exit(int to) {
        for (int i = 0; i < exits.size(); i++) if (exits.get(i).pc == to) return i;
        exits.add(new Exit(to));
        return exits.size() - 1;
    }

    /** What it has done so far. */
    RegionProfile profile() {
        Map<String, Long> left = new LinkedHashMap<>();
        exits.stream().filter(e -> e.taken > 0).sorted(Comparator.comparingLong((Exit e) -> -e.taken))
                .forEach(e -> left.put(String.format(Locale.ROOT, "%08x", e.pc), e.taken));
        if (computed > 0) left.put("computed", computed);
        if (unsuited > 0) left.put("unsuited", unsuited);
        return new RegionProfile(head.pc, instructions, bytes, entered, completed, left);
    }
}
