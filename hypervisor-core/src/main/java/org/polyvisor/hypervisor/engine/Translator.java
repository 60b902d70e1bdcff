package org.polyvisor.hypervisor.engine;

import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The second tier: finds out where the program spends its time, makes regions there, and runs them one after the other. A program
 * cannot see it: a region does what the interpreter would do, and is not entered where the budget might not last.
 */
final class Translator {
    private static final int MOST_INSTRUCTIONS = 200;
    /** The host's compiler leaves alone what is longer than 8,000 bytes. */
    private static final int MOST_BYTES = 7900;
    /** Entered in vain so often, a region is made anew without anything taken for granted. */
    private static final int MOST_MISSES = 8;
    /** So many regions at a time, about 50 kilobytes of the host's memory each; then the oldest is dropped. */
    private static final int MOST_REGIONS = 2048;
    /** Left so often by computed jumps that it might have followed, a region is made anew once. */
    private static final int OFTEN_LOST = 1 << 12;
    /** Code that changes is translated ever more reluctantly, but for so many doublings at most. */
    private static final int MOST_RELUCTANCE = 16;

    private final Processor cpu;
    private final int every;
    private final int often;
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
            found(b);
        }
        return b.region != null && run(b);
    }

    private void found(Block b) {
        if (b.region != null || b.dropped() || cpu.view.anyStops() || ++b.heat < often << reluctance(b)) return;
        b.heat = 0;
        translate(b, true);
    }

    private int reluctance(Block b) {
        Memory m = cpu.memory;
        Frame f = m.translations.frame((b.pc + cpu.context.fetchBase & m.addressMask) >>> m.pageShift);
        return f == null ? 0 : Math.min(f.rewritten, MOST_RELUCTANCE);
    }

    // ---- making

    private void translate(Block b, boolean assumes) {
        long began = System.nanoTime();
        for (int limit = MOST_INSTRUCTIONS; limit > 0; limit /= 2) {
            RegionPlan plan = new RegionPlan(cpu, b, limit, assumes);
            if (plan.instructions().isEmpty()) return;
            Region region = new Region(b, !plan.assumed().isEmpty(), cpu.memory.translations);
            byte[] bytes = new RegionCode(cpu, plan, region).write();
            region.instructions = plan.instructions().size();
            region.bytes = RegionCode.size(bytes);
            if (region.bytes > MOST_BYTES) continue;
            region.code = define(bytes);
            plan.guard(region);
            b.region = region;
            b.epoch = 0; // no way leads here past the region
            keep(region);
            break;
        }
        nanoseconds += System.nanoTime() - began;
    }

    private void keep(Region region) {
        regions++;
        alive.add(region);
        if (alive.size() > MOST_REGIONS) alive.remove().drop();
    }

    private Region.Code define(byte[] bytes) {
        try {
            Class<?> own = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, RegionConstant.data(cpu), true).lookupClass();
            return (Region.Code) own.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the host's machine refuses translated code", e);
        }
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
        translate(b, assumes);
    }

    private int enter(Region r) {
        int before = cpu.left;
        r.entered++;
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
        if (cpu.left > from.margin && !from.head.landed && RegionPlan.near(pc, from.head.pc) && ++from.lost == OFTEN_LOST) {
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
