package org.polyvisor.hypervisor.engine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The second tier: finds out where the program spends its time, makes regions there, and runs them one after the other. A program
 * cannot see it: a region does what the interpreter would do, and is not entered where the budget might not last.
 */
final class Translator {
    private static final int MOST_INSTRUCTIONS = 200;
    /** Entered in vain so often, a region is made anew without anything taken for granted. */
    private static final int MOST_MISSES = 8;
    /** So many regions at a time, about 50 kilobytes of the host's memory each; then the oldest is dropped. */
    private static final int MOST_REGIONS = 2048;
    /** Left so often by computed jumps that it might have followed, a region is made anew once. */
    private static final int OFTEN_LOST = 1 << 12;
    /** If it is left so soon, on average, after so many instructions: otherwise it would only grow. */
    private static final long SOON = 256;
    /** Code that changes is translated ever more reluctantly, but for so many doublings at most. */
    private static final int MOST_RELUCTANCE = 16;
    /** What is part of a region already becomes one of its own only if the program is found there so many times more often. */
    private static final int COVERED = 8;
    /** Entered so often, a region must have completed so many instructions each time, or else the interpreter is quicker. */
    private static final int JUDGED = 1 << 13, WORTHWHILE = 10;
    /** After so many regions, those that were dropped are let go. */
    private static final int OFTEN_PRUNED = 32;
    /** So many regions of one processor may be on the way. */
    private static final int MOST_UNDER_WAY = 4;

    private final Processor cpu;
    private final int every;
    private final int often;
    private final boolean background;
    /** What was made in the background and not yet collected. */
    private final Queue<Making> made = new ConcurrentLinkedQueue<>();
    /** So many are made in the background or not yet collected. */
    private int underWay;
    private final Deque<Region> alive = new ArrayDeque<>();
    /** So many instructions were interpreted since the program was looked for. */
    private int interpreted;
    private int regions;
    private long nanoseconds;
    private long entries;
    private long completed;

    Translator(Processor cpu, Tier tier) {
        this.cpu = cpu;
        every = tier.every();
        often = tier.often();
        background = tier.background();
    }

    /** How many regions there were so far. */
    int regions() {
        return regions;
    }

    /** How long that took. */
    long nanoseconds() {
        return nanoseconds;
    }

    /** How often a region was entered, however it was left. */
    long entries() {
        return entries;
    }

    /** How many instructions regions have completed. */
    long completed() {
        return completed;
    }

    /** The regions that most instructions were completed in, the busiest first. */
    List<RegionProfile> busiest(int most) {
        return alive.stream().sorted(Comparator.comparingLong((Region r) -> -r.completed)).limit(most).map(Region::profile).toList();
    }

    /** Interprets from a block on, until it is time to look. */
    void interpret(Block b) {
        int all = cpu.left;
        cpu.kept = Math.max(0, all - Math.max(every - interpreted, CodeCache.BLOCK_LIMIT));
        cpu.left -= cpu.kept;
        try {
            Interpreter.run(cpu, b);
        } finally {
            cpu.left += cpu.kept;
            cpu.kept = 0;
            interpreted += all - cpu.left;
        }
    }

    /**
     * Runs translated code from a block on, if there is any; looks where the program is, if it is time.
     *
     * @return whether any instruction was run
     */
    boolean ran(Block b) {
        if (b.region != null && b.region.dropped()) b.region = null;
        if (interpreted + CodeCache.BLOCK_LIMIT > every) {
            interpreted = 0;
            collect();
            found(b);
        }
        return b.region != null && run(b);
    }

    private void found(Block b) {
        if (b.region != null || b.translating || b.spared || b.dropped() || cpu.view.anyStops() || underWay >= MOST_UNDER_WAY) return;
        if (++b.heat < (cpu.context.covered(b.pc) ? often * COVERED : often) << reluctance(b)) return;
        b.heat = 0;
        translate(b, MOST_INSTRUCTIONS, true);
    }

    private int reluctance(Block b) {
        Memory m = cpu.memory;
        Frame f = m.translations.frame((b.pc + cpu.context.fetchBase & m.addressMask) >>> m.pageShift);
        return f == null ? 0 : Math.min(f.rewritten, MOST_RELUCTANCE);
    }

    // ---- making

    /** Makes a region: now, or in the background; then the interpreter goes on here until it is done. */
    private void translate(Block b, int limit, boolean assumes) {
        Making m = Making.plan(cpu, b, limit, assumes);
        if (m == null) return;
        b.translating = true;
        if (background) {
            underWay++;
            BackgroundTranslation.later(() -> {
                m.run();
                made.add(m);
            });
        } else {
            m.run();
            install(m);
        }
    }

    /** Takes what was made in the background. */
    private void collect() {
        for (Making m; underWay > 0 && (m = made.poll()) != null; ) {
            underWay--;
            install(m);
        }
    }

    private void install(Making m) {
        Block b = m.head;
        b.translating = false;
        nanoseconds += m.nanoseconds();
        m.check();
        if (b.dropped() || m.region.dropped()) return; // its code has changed meanwhile
        if (m.tooLong()) {
            m.region.drop();
            if (m.limit > 1) translate(b, m.limit / 2, m.assumes);
            return;
        }
        m.install();
        regions++;
        alive.add(m.region);
        if (alive.size() > MOST_REGIONS) alive.remove().discard();
        if (regions % OFTEN_PRUNED == 0) prune();
    }

    /** Lets the host's machine unload the classes of regions that are of no use any more. */
    private void prune() {
        for (Region r : alive) if (r.dropped()) r.discard();
        alive.removeIf(Region::dropped);
    }

    // ---- running

    private boolean run(Block b) {
        Region r = b.region;
        int before = cpu.left;
        while (r != null && cpu.left > r.margin && r.right(cpu.memory.translations)) {
            int way = enter(r);
            if (way == Region.UNSUITED) {
                r.unsuited++;
                if (r.assumes && cpu.left == before && ++r.misses >= MOST_MISSES) again(b, false);
                break;
            }
            if (way == Region.COMPUTED) {
                r = landed(r, cpu.pc());
            } else r = follow(r.exits.get(way));
        }
        return cpu.left != before;
    }

    private void again(Block b, boolean assumes) {
        b.region.drop();
        b.region = null;
        translate(b, MOST_INSTRUCTIONS, assumes);
    }

    private int enter(Region r) {
        int before = cpu.left;
        if ((++r.entered & JUDGED - 1) == 0 && r.completed < r.entered * WORTHWHILE) {
            r.head.spared = true;
            r.drop();
        }
        entries++;
        try {
            return r.code.run();
        } catch (Signal s) {
            Region.Site site = r.sites.get(cpu.site);
            cpu.stop(cpu.left - site.uncharged(), site.pc());
            cpu.length = site.length();
            throw s;
        } finally {
            r.completed += before - cpu.left;
            completed += before - cpu.left;
        }
    }

    private Region follow(Region.Exit e) {
        e.taken++;
        cpu.frame[0] = e.pc;
        if (e.to == null || e.to.dropped()) e.to = at(e.pc);
        return e.to;
    }

    /** Where a computed jump led; a region that is left so again and again is made anew, with what is known of such jumps by now. */
    private Region landed(Region from, int pc) {
        Block b = cpu.context.find(pc, cpu.modeWord());
        if (b == null || b.dropped()) return null;
        cpu.context.arrived(b);
        from.computed++;
        if (cpu.left > from.margin && !from.head.landed && RegionPlan.near(pc, from.head.pc) && ++from.lost == OFTEN_LOST
                && from.completed < OFTEN_LOST * SOON) {
            from.head.landed = true;
            again(from.head, from.assumes);
        }
        return b.region;
    }

    private Region at(int pc) {
        Block b = cpu.context.find(pc, cpu.modeWord());
        return b == null || b.dropped() ? null : b.region;
    }
}
