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
            return after(count);
        }

        /** The same after so many instructions. */
        Way after(int instructions) {
            return new Way(pc, instructions, base, plus, mask);
        }
    }

    /**
     * Where an instruction is.
     *
     * @param pc its address
     * @param length in bytes
     */
    record Spot(int pc, int length) {}

    final int pc;
    final int mode;
    /** Instructions. */
    final int size;
    /** Of each instruction: address and length. Nothing else is kept of what they mean, since a guest can have a great many. */
    private final int[] pcs;
    private final byte[] lengths;
    /** Whether the last instruction leads away from what follows it. */
    final boolean ends;
    int[] code;
    Way[] ways;
    /** First micro-op of each instruction. */
    int[] starts;
    /** How often the program was found here, as far as it was looked for. */
    int heat;
    /** How often a computed jump led here that had led elsewhere before. */
    int arrivals;
    /** Whether a region is being made here. */
    boolean translating;
    /** Whether a region here has shown not to be worth it. */
    boolean spared;
    /** Whether the region here was made anew because of where its computed jumps lead. */
    boolean landed;
    /** Translated code that begins here, or null. */
    Region region;

    Block(int pc, int mode, List<Prepared> line) {
        this.pc = pc;
        this.mode = mode;
        size = line.size();
        pcs = new int[size];
        lengths = new byte[size];
        for (int i = 0; i < size; i++) {
            pcs[i] = line.get(i).in().pc();
            lengths[i] = (byte) line.get(i).in().length();
        }
        ends = size > 0 && line.getLast().in().ends();
    }

    private Block(Block b) {
        pc = b.pc;
        mode = b.mode;
        size = b.size;
        pcs = b.pcs;
        lengths = b.lengths;
        ends = b.ends;
        code = b.code;
        starts = b.starts;
        ways = new Way[b.ways.length];
        for (int i = 0; i < ways.length; i++) ways[i] = b.ways[i].copy();
    }

    /** Where an instruction is, by its number from 0. */
    Spot spot(int i) {
        return new Spot(pcs[i], lengths[i]);
    }

    /** The same code, which nobody has found yet and which has led nowhere yet. */
    Block copy() {
        return new Block(this);
    }

    /** The number of the instruction that the micro-op at {@code i} belongs to. */
    int at(int i) {
        int k = starts.length - 1;
        while (starts[k] > i) k--;
        return k;
    }
}
