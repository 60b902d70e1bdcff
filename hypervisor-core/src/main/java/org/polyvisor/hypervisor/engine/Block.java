package org.polyvisor.hypervisor.engine;

import java.util.List;

/** A straight line of decoded instructions, left by jumps and taken branches, as micro-ops. */
final class Block extends Decoded {

    /** How a block is left: straight to an address, or to one computed from a slot. */
    static final class Way {
        /** Direct: where to. */
        final int pc;
        /** How many instructions were completed by then. */
        final int count;
        /** Computed: the slot; −1: direct. The target is (slot + plus) & mask. */
        final int base;

        final int plus;
        final int mask;
        /** Where it led last; right if valid in the present epoch and at the target. */
        Block to;
        /** Where it led before that: a return has often two callers in turn. */
        Block before;

        Way(int pc, int count, int base, int plus, int mask) {
            this.pc = pc;
            this.count = count;
            this.base = base;
            this.plus = plus;
            this.mask = mask;
        }

        Way copy() {
            return new Way(pc, count, base, plus, mask);
        }
    }

    final int pc;
    final int mode;
    final List<Prepared> line;
    final int size;
    int[] code;
    Way[] ways;
    /** First micro-op of each instruction. */
    int[] starts;
    /** How often the program was found here, as far as it was looked for. */
    int heat;
    /** How often a computed jump led here that had led elsewhere before. */
    int arrivals;
    /** Whether the region here was made anew because of where its computed jumps lead. */
    boolean landed;
    /** Translated code that begins here, or null. */
    Region region;

    Block(int pc, int mode, List<Prepared> line) {
        this.pc = pc;
        this.mode = mode;
        this.line = line;
        size = line.size();
    }

    /** The same code, which nobody has found yet and which has led nowhere yet. */
    Block copy() {
        Block b = new Block(pc, mode, line);
        b.code = code;
        b.starts = starts;
        b.ways = new Way[ways.length];
        for (int i = 0; i < ways.length; i++) b.ways[i] = ways[i].copy();
        return b;
    }

    /** The number of the instruction that the micro-op at {@code i} belongs to. */
    int at(int i) {
        int k = starts.length - 1;
        while (starts[k] > i) k--;
        return k;
    }
}
