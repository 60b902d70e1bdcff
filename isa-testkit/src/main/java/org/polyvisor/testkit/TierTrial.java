package org.polyvisor.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.BareMachine.Delivery;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Lockstep;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Instruction;

/** One program on machines that differ in their tier, the first of which interprets. */
final class TierTrial {
    private static final int LEAST = 1_000, MOST = 7_000, DENSE = 30, TIME_AN_INSTRUCTION = 64;

    private final TierContract contract;
    private final Processor decoder;
    private final long seed;
    private final Tier tier;
    private final TierContract.Program program;
    private final long rate;
    private Subject right;
    private Subject subject;
    private final List<Integer> portions = new ArrayList<>();

    /** A machine, and its interruptions so far. */
    private record Subject(BareMachine machine, List<Delivery> log) {
        Outcome run(int instructions) {
            return machine.run(new Limits(instructions, Set.of(), Set.of(), () -> false,
                    (long) instructions * TIME_AN_INSTRUCTION));
        }
    }

    /** @param decoder all processors are its simulators, so that code of the same bytes is decoded once */
    TierTrial(TierContract contract, Processor decoder, long seed, Tier tier) {
        this.contract = contract;
        this.decoder = decoder;
        this.seed = seed;
        this.tier = tier;
        RandomGenerator random = Guests.generator(seed);
        rate = contract.rate(random);
        program = contract.program(random);
        make();
    }

    private void make() {
        right = subject(Tier.INTERPRETER);
        subject = subject(tier);
    }

    private Subject subject(Tier tier) {
        BareMachine.Settings settings = new BareMachine.Settings(contract.storage(), rate,
                BareMachine.Settings.of(contract.storage()).consoles());
        BareMachine m = new BareMachine(contract.instructionSet(), contract.architecture(), settings, decoder::simulator);
        try {
            m.attach(Map.of());
        } catch (UsageException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        program.load().accept(m);
        m.host().tier(tier);
        Subject s = new Subject(m, new ArrayList<>());
        m.observe(s.log::add);
        return s;
    }

    // ---- the comparison

    /** Runs in portions, the same on all; returns how many. */
    int run() {
        RandomGenerator random = Guests.generator(~seed);
        int end = LEAST + random.nextInt(MOST - LEAST), dense = 1 + random.nextInt(DENSE);
        portion(500 + random.nextInt(1_000));
        for (int n = 1; n <= dense && portion(n); ) n++;
        while (instructions() < end && portion(1 + random.nextInt(List.of(10, 100, 1_000, 5_000).get(random.nextInt(4))))) { }
        return portions.size();
    }

    /** Whether there is more to run. */
    private boolean portion(int instructions) {
        portions.add(instructions);
        int before = right.log.size();
        Outcome end = right.run(instructions), other = subject.run(instructions);
        Optional<String> what = difference(before, end, other);
        if (what.isPresent()) throw new AssertionError(what.get() + explain());
        return end instanceof Outcome.Budget;
    }

    /** What differs after a portion before which nothing did. */
    private Optional<String> difference(int from, Outcome end, Outcome other) {
        Optional<String> state = Lockstep.difference(right.machine, subject.machine);
        if (state.isPresent()) return state;
        if (!other.equals(end)) return Optional.of("the end: " + other + ", not " + end);
        List<Delivery> a = right.log.subList(from, right.log.size()), b = subject.log.subList(from, subject.log.size());
        return a.equals(b) ? Optional.empty() : Optional.of("interruptions: " + b + ", not " + a);
    }

    /** Where in the last portion the difference comes first: machines are made anew for each shorter one. */
    private String explain() {
        String where = ", only at the end of the portion";
        int last = portions.getLast();
        for (int n = 1; n <= last; n++) {
            again();
            right.run(n - 1);
            int pc = right.machine.processor().pc();
            Optional<Instruction> at = right.machine.processor().instruction(pc).get();
            again();
            right.run(n);
            subject.run(n);
            Optional<String> what = Lockstep.difference(right.machine, subject.machine);
            if (what.isEmpty()) continue;
            where = "; first, " + n + " instructions after the last but one: " + what.get() + "; the last at " + Integer.toHexString(pc)
                    + ": " + at.map(contract.architecture().syntax()::print).orElse("unknown");
            break;
        }
        return "; " + tier + ", seed " + seed + ", rate " + rate + ", portions " + portions + where + "\n" + program.text();
    }

    /** To where the last portion began. */
    private void again() {
        make();
        for (int p : portions.subList(0, portions.size() - 1)) {
            right.run(p);
            subject.run(p);
        }
    }

    // ---- what was seen

    long instructions() {
        return right.machine.instructions();
    }

    List<Delivery> log() {
        return right.log;
    }

    /** Adds regions, entries, instructions in regions and all instructions of each tier. */
    void count(Map<Tier, long[]> shares) {
        long[] sum = shares.computeIfAbsent(tier, _ -> new long[4]);
        Processor p = subject.machine.host().real();
        sum[0] += p.regions();
        sum[1] += p.regionEntries();
        sum[2] += p.translatedInstructions();
        sum[3] += subject.machine.instructions();
    }
}
