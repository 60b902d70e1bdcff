package org.polyvisor.cli.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Row;

/** One instruction, tried. */
final class Attempt {
    /** How many sets of user registers each sample is executed with. */
    static final int SEEDS = 2;
    /** How many other contents each supervisor register gets. */
    static final int CONTENTS = 2;
    private static final int LATER = 1_000_000;
    private static final int SEARCHES = 20_000;
    private static final int SMALL = 0x100;

    private final Seen seen;
    private final Resources resources;
    private final Map<Register, Long> dictated;
    private final Trial user;
    private final Trial supervisor;

    Attempt(Seen seen, Resources resources, Map<Register, Long> dictated, Trial user, Trial supervisor) {
        this.seen = seen;
        this.resources = resources;
        this.dictated = dictated;
        this.user = user;
        this.supervisor = supervisor;
    }

    /** With each sample; modes that differ in the state alone are compared. */
    void systematically(Row row, boolean nearest) {
        for (byte[] code : user.samples(row))
            for (long seed = 1; seed <= SEEDS; seed++) {
                attempt(code, seed);
                if (nearest) compare(code, seed);
            }
    }

    /** In user state, with what a hypervisor dictates, and with other contents in one register after the other. */
    private void attempt(byte[] code, long seed) {
        Trial.Effect first = user.execute(code, seed, this::dictate);
        seen.tried++;
        if (!first.completed()) {
            seen.trapped++;
            return;
        }
        first.changed().forEach(r -> seen.changed.add(r.name()));
        RandomGenerator random = random(seed);
        if (!user.execute(code, seed, cpu -> {
            dictate(cpu);
            cpu.idle(random.nextInt(LATER, 2 * LATER));
        }).looksLike(first)) seen.shown.add(Seen.CLOCK);
        for (Register r : resources.varied())
            for (int n = 0; n < CONTENTS; n++) {
                long contents = n == 0 ? -1 : random.nextLong();
                Trial.Effect again = user.execute(code, seed, cpu -> {
                    dictate(cpu);
                    cpu.set(r, contents);
                });
                boolean unreachable = resources.mapping().contains(r) && !again.completed();
                if (!unreachable && !again.looksLike(first)) seen.shown.add(r.name());
            }
    }

    /** In user and in supervisor state. */
    private void compare(byte[] code, long seed) {
        Trial.Effect below = user.execute(code, seed, this::dictate), above = supervisor.execute(code, seed, this::dictate);
        if (below.completed() && above.completed() && !(below.looksLike(above) && below.changed().equals(above.changed())))
            seen.shown.add(Seen.STATE);
    }

    /**
     * An instruction that looks into tables needs some that it accepts: tries, with any contents of all supervisor registers but those
     * that map addresses, until the supervisor gets past its checks, and, if it is sensitive, until a program can tell two contents
     * apart.
     */
    void search(Row row, boolean sensitive, Set<Register> operands) {
        List<byte[]> lower = user.samples(row), higher = supervisor.samples(row);
        for (long seed = 1; seed <= SEARCHES && !(sensitive ? seen.caught() : seen.admitted); seed++) {
            RandomGenerator random = random(seed);
            Map<Register, Long> contents = any(random, operands);
            byte[] code = lower.get(random.nextInt(lower.size()));
            Trial.Effect other = user.execute(code, seed, this::dictate);
            if (sensitive) {
                Trial.Effect one = user.execute(code, seed, cpu -> contents.forEach(cpu::set));
                one.changed().forEach(r -> seen.changed.add(r.name()));
                if ((one.completed() || other.completed()) && !one.looksLike(other)) seen.shown.add(Seen.TABLES);
            } else {
                dictated.keySet().forEach(contents::remove);
                Trial.Effect above = supervisor.execute(higher.get(random.nextInt(higher.size())), seed,
                        cpu -> contents.forEach(cpu::set));
                seen.admitted |= above.completed() || !above.interruption().equals(other.interruption());
            }
        }
    }

    private Map<Register, Long> any(RandomGenerator random, Set<Register> operands) {
        Map<Register, Long> contents = new LinkedHashMap<>(dictated);
        for (Register r : resources.varied())
            if (!resources.mapping().contains(r))
                contents.put(r, random.nextBoolean() ? random.nextInt(Trial.LOWEST, Trial.HIGHEST) : random.nextLong());
        for (Register r : operands) if (random.nextInt(operands.size()) == 0) contents.put(r, (long) random.nextInt(SMALL));
        return contents;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private void dictate(Processor cpu) {
        dictated.forEach(cpu::set);
    }
}
