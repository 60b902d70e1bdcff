package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Instruction;

/** One address space with the code decoded in it. */
final class Context {
    private static final int CACHE = 1 << 10;
    /** Landings that computed jumps lead to so many times less often than to the busiest one are not worth following. */
    private static final int SELDOM = 128;

    final Translations translations;
    /** What is added to the program counter to fetch. */
    final int fetchBase;

    private final Block[] cache = new Block[CACHE];
    private final Map<Long, Block> blocks = new HashMap<>();
    /** Beginnings of blocks, for the last instructions of a budget. */
    private final Map<Long, Block> shortened = new HashMap<>();

    Context(Translations translations, int fetchBase) {
        this.translations = translations;
        this.fetchBase = fetchBase;
    }

    /** Where computed jumps have led, by address. */
    private final NavigableMap<Integer, Block> arrived = new TreeMap<>(Integer::compareUnsigned);

    /** The region that was made last of those that have an address as a label inside. */
    private final Map<Integer, Region> covering = new HashMap<>();

    private static int index(int pc) {
        return (pc >>> 1 ^ pc >>> 12) & CACHE - 1;
    }

    private static long key(int pc, int mode) {
        return (long) mode << 32 | pc & 0xffff_ffffL;
    }

    /** The block at an address, or null; it may have been dropped. */
    Block find(int pc, int mode) {
        Block b = cache[index(pc)];
        if (b != null && b.pc == pc && b.mode == mode) return b;
        b = blocks.get(key(pc, mode));
        if (b != null) cache[index(pc)] = b;
        return b;
    }

    void keep(Block b) {
        blocks.put(key(b.pc, b.mode), b);
        cache[index(b.pc)] = b;
    }

    /** A computed jump has led here. */
    void arrived(Block b) {
        if (b.arrivals++ == 0) arrived.put(b.pc, b);
    }

    /** Where computed jumps often led among {@code length} bytes from {@code from} on. */
    List<Integer> landings(int from, int length, int mode) {
        List<Block> all = arrived.subMap(from, true, from + length - 1, true).values().stream().filter(b -> b.mode == mode).toList();
        int most = all.stream().mapToInt(b -> b.arrivals).max().orElse(0);
        return all.stream().filter(b -> b.arrivals >= most / SELDOM).map(b -> b.pc).toList();
    }

    /** From now on these addresses can be reached inside a region. */
    void cover(Region region, Set<Integer> labels) {
        for (int pc : labels) covering.put(pc, region);
    }

    /** Whether an address can be reached inside a region. */
    boolean covered(int pc) {
        Region r = covering.get(pc);
        return r != null && !r.dropped();
    }

    /** The block of at most {@code size} instructions at an address, or null; it may have been dropped. */
    Block findShortened(int pc, int mode, int size) {
        Block b = shortened.get(shortenedKey(pc, mode, size));
        return b != null && b.pc == pc && b.mode == mode && b.size <= size ? b : null;
    }

    void keepShortened(Block b, int size) {
        shortened.put(shortenedKey(b.pc, b.mode, size), b);
    }

    private static long shortenedKey(int pc, int mode, int size) {
        return key(pc, mode) ^ (long) size << 56;
    }

    /** Decodes an instruction without changing anything; nothing as long as one of its pages is unknown. */
    Optional<Instruction> instruction(Architecture a, Memory m, int pc, Mode mode) {
        boolean[] known = {true};
        Instruction i = a.decode(address -> {
            int linear = address + fetchBase & m.addressMask;
            Frame f = translations.frame(linear >>> m.pageShift);
            known[0] &= f != null;
            return f == null ? 0 : f.bytes[linear & m.offsetMask] & 0xff;
        }, pc, mode);
        return known[0] ? Optional.of(i) : Optional.empty();
    }

    /** Adds the addresses of all bytes that were decoded as code. */
    void codeInto(BitSet addresses, int addressMask) {
        for (Block b : blocks.values())
            for (int i = 0; i < b.size; i++) {
                int from = b.spot(i).pc() + fetchBase & addressMask;
                if (from >= 0) addresses.set(from, from + b.spot(i).length());
            }
    }

    /** Drops the blocks with an instruction at one of these addresses, sorted, and all regions: from now on code ends before them. */
    void dropAt(int... addresses) {
        for (Map<Long, Block> kept : List.of(blocks, shortened))
            for (Block b : kept.values()) {
                if (IntStream.range(0, b.size).anyMatch(i -> Arrays.binarySearch(addresses, b.spot(i).pc()) >= 0)) b.drop();
                else if (b.region != null) b.region.drop();
            }
    }

    /** Forgets all code, and with it what else was decoded from the same pages. */
    void clear() {
        Arrays.fill(cache, null);
        arrived.clear();
        covering.clear();
        for (Map<Long, Block> kept : List.of(blocks, shortened)) {
            for (Block b : kept.values()) {
                b.drop();
                if (b.region != null) b.region.drop();
                b.dropPages();
            }
            kept.clear();
        }
    }
}
