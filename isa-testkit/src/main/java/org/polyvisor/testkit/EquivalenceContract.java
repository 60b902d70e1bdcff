package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.BareMachine.Delivery;
import org.polyvisor.hypervisor.Classifier;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Lockstep;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.Technique;
import org.polyvisor.hypervisor.Verdict;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.code.Row;

/**
 * Popek and Goldberg's equivalence: a random program for the supervisor's state does the same on a machine and on a virtual machine, under
 * every technique that claims it and nested: registers, storage, number of instructions, virtual time and the log of interruptions. Each
 * machine runs in portions of its own. {@code -Dpolyvisor.equivalence.programs=N} sets how many programs there are.
 */
public abstract class EquivalenceContract {
    private static final long SEED = 1974;
    private static final int PROGRAMS = Integer.getInteger("polyvisor.equivalence.programs", 200);
    private static final int INSTRUCTIONS = 4_000;
    private static final int LEAST = 20;
    private static final int ABLATED = 40;

    private List<Verdict> verdicts = List.of();

    /** Makes the contract. */
    protected EquivalenceContract() {}

    /** {@return the instruction set under test} */
    protected abstract InstructionSet instructionSet();

    /** {@return the architecture under test} */
    protected abstract Architecture architecture();

    /** {@return bytes of storage of a machine} */
    protected abstract long storage();

    /**
     * Puts a program into a machine.
     *
     * @param m in its initial state
     * @param random where everything random comes from
     */
    protected abstract void load(BareMachine m, RandomGenerator random);

    /**
     * {@return an interruption from outside, for a machine on which nothing else requests one}
     *
     * @param line the line that is open
     */
    protected abstract Interruption external(int line);

    /** {@return the lines on which interruptions from outside are requested} */
    protected abstract int[] lines();

    /** {@return what must be among the interruptions: names of classes with codes, such as {@code exception 13}} */
    protected abstract Set<String> kinds();

    // ---- equivalence

    @Test
    @DisplayName("random programs for the supervisor's state do the same on machines real and virtual")
    void equivalent() {
        Map<String, Function<Storage, Host>> makers = makers();
        Map<String, Integer> seen = new TreeMap<>(), exits = new TreeMap<>(), ends = new TreeMap<>();
        long done = 0;
        for (int n = 0; n < PROGRAMS; n++) {
            long seed = SEED + n;
            Run bare = run(seed, makers.get("bare"), 1);
            ends.merge(bare.end.getClass().getSimpleName(), 1, Integer::sum);
            done += bare.machine.instructions();
            for (Delivery d : bare.log) seen.merge(d.what().type().name() + " " + d.what().code(), 1, Integer::sum);
            int portions = 2;
            for (Map.Entry<String, Function<Storage, Host>> e : makers.entrySet()) {
                Run other = run(seed, e.getValue(), portions++);
                other.exits.forEach((cause, count) -> exits.merge(e.getKey() + ": " + cause, count.intValue(), Integer::sum));
                if (!other.same(bare)) throw new AssertionError(e.getKey() + ", seed " + seed + ": "
                        + explain(seed, e.getValue(), bare, other));
            }
        }
        System.out.println(architecture().name() + ": " + PROGRAMS + " programs of " + done + " instructions, ends " + ends
                + ", interruptions " + seen + ", exits " + exits);
        long least = (long) LEAST * PROGRAMS / 200;
        Set<String> rare = kinds().stream().filter(k -> seen.getOrDefault(k, 0) < least).collect(Collectors.toSet());
        assertEquals(Set.of(), rare, "interruptions that hardly occurred");
    }

    private List<Verdict> verdicts() {
        if (verdicts.isEmpty()) verdicts = new Classifier(architecture()).all();
        return verdicts;
    }

    private Host bare(Storage s) {
        return new Processor(architecture(), s);
    }

    /** Every technique that claims equivalence here, and nested ones. */
    private Map<String, Function<Storage, Host>> makers() {
        List<Verdict> verdicts = verdicts();
        Technique emulate = Technique.trapAndEmulate(), translate = Technique.binaryTranslation(verdicts),
                assist = Technique.hardwareAssist();
        Set<Row> guarded = verdicts.stream().filter(v -> v.kind() != Verdict.Kind.INNOCUOUS).map(Verdict::row).collect(Collectors.toSet());
        boolean virtualizable = Classifier.virtualizable(verdicts);
        Map<String, Function<Storage, Host>> m = new LinkedHashMap<>();
        m.put("bare", this::bare);
        m.put("binary translation", on(translate));
        m.put("hardware assist", on(assist));
        m.put("hardware assist, intercepting", on(assist.intercepting(guarded)));
        m.put("binary translation on binary translation", on(translate, translate));
        m.put("hardware assist on binary translation", on(assist, translate));
        m.put("binary translation on hardware assist on binary translation", on(translate, assist, translate));
        if (virtualizable) {
            m.put("trap and emulate", on(emulate));
            m.put("trap and emulate on hardware assist", on(emulate, assist));
        }
        return m;
    }

    /** A processor of the first technique, made of one of the second, and so on, made of a real one. */
    private Function<Storage, Host> on(Technique... techniques) {
        return s -> {
            Host h = new Processor(architecture(), page());
            for (int i = techniques.length - 1; i > 0; i--) h = new VirtualProcessor(h, page(), techniques[i]);
            return new VirtualProcessor(h, s, techniques[0]);
        };
    }

    private Storage page() {
        return new Storage(architecture(), 1L << architecture().pageBits());
    }

    private record Run(BareMachine machine, Outcome end, List<Delivery> log, Map<String, Long> exits) {
        boolean same(Run r) {
            return end.equals(r.end) && log.equals(r.log) && Lockstep.difference(machine, r.machine).isEmpty();
        }
    }

    private Run run(long seed, Function<Storage, Host> maker, int portions) {
        Host[] host = new Host[1];
        BareMachine m = machine(seed, s -> host[0] = maker.apply(s));
        List<Delivery> log = new ArrayList<>();
        m.observe(log::add);
        RandomGenerator random = generator(seed * 31 + portions);
        Outcome end = new Outcome.Budget();
        while (end instanceof Outcome.Budget && m.instructions() < INSTRUCTIONS)
            end = m.run(Limits.of(Math.min(1 + random.nextInt(INSTRUCTIONS / portions), INSTRUCTIONS - m.instructions())));
        return new Run(m, end, log, host[0] instanceof VirtualProcessor v ? v.ledger().byCause() : Map.of());
    }

    private BareMachine machine(long seed, Function<Storage, Host> maker) {
        InstructionSet set = Requesting.set(instructionSet(), this::external);
        BareMachine m = new BareMachine(set, architecture(), BareMachine.Settings.of(storage()), maker);
        RandomGenerator random = generator(seed);
        load(m, random);
        for (long at = 1 + random.nextInt(100); at < 4L * INSTRUCTIONS; at += 1 + random.nextInt(600)) {
            int line = lines()[random.nextInt(lines().length)];
            m.schedule(at, () -> m.request(line));
        }
        return m;
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private String explain(long seed, Function<Storage, Host> maker, Run bare, Run other) {
        Optional<Lockstep.Difference> first = new Lockstep(() -> machine(seed, this::bare), () -> machine(seed, maker)).first(INSTRUCTIONS);
        if (first.isPresent()) return first.get().toString();
        int n = 0;
        while (n < bare.log.size() && n < other.log.size() && bare.log.get(n).equals(other.log.get(n))) n++;
        return bare.end + " and " + other.end + "; interruption " + n + ": " + (n < bare.log.size() ? bare.log.get(n) : "none") + " and "
                + (n < other.log.size() ? other.log.get(n) : "none");
    }

    // ---- several on one host

    @Test
    @DisplayName("virtual machines that share a processor do what each does alone")
    void apart() {
        List<Verdict> verdicts = verdicts();
        List<Technique> techniques = List.of(Technique.binaryTranslation(verdicts), Technique.hardwareAssist(),
                Technique.binaryTranslation(verdicts));
        for (int n = 0; n < PROGRAMS / 10; n++) {
            long seed = SEED + 3 * n;
            Processor host = new Processor(architecture(), page());
            List<BareMachine> machines = new ArrayList<>();
            for (int i = 0; i < techniques.size(); i++) {
                Technique t = techniques.get(i);
                machines.add(machine(seed + i, s -> new VirtualProcessor(host, s, t)));
            }
            RandomGenerator random = generator(seed);
            List<BareMachine> running = new ArrayList<>(machines);
            while (!running.isEmpty()) {
                BareMachine m = running.get(random.nextInt(running.size()));
                Outcome o = m.run(Limits.of(Math.min(1 + random.nextInt(200), INSTRUCTIONS - m.instructions())));
                if (!(o instanceof Outcome.Budget) || m.instructions() == INSTRUCTIONS) running.remove(m);
            }
            for (int i = 0; i < machines.size(); i++) {
                Run alone = run(seed + i, this::bare, 1);
                assertEquals(Optional.empty(), Lockstep.difference(alone.machine, machines.get(i)), "machine " + i + " of seed " + seed);
            }
        }
    }

    // ---- ablation

    @Test
    @DisplayName("each sensitive instruction left out of the interceptions makes the first difference; with none left out there is none")
    void ablation() {
        Technique all = Technique.binaryTranslation(verdicts());
        Map<Row, Integer> shown = new LinkedHashMap<>();
        for (Row left : shownByLeavingOut(all.intercepted())) {
            Technique t = all.intercepting(all.intercepted().stream().filter(r -> r != left).collect(Collectors.toSet()));
            for (int n = 0; n < ABLATED && !shown.containsKey(left); n++) {
                long seed = SEED + n;
                Optional<Lockstep.Difference> first =
                        new Lockstep(() -> machine(seed, this::bare), () -> machine(seed, on(t))).first(INSTRUCTIONS);
                if (first.isEmpty()) continue;
                assertEquals(left, first.get().row(), () -> "seed " + seed + ": " + first.get());
                shown.merge(left, 1, Integer::sum);
            }
        }
        System.out.println(architecture().name() + ": differences shown by " + shown.keySet().stream().map(Row::mnemonic).toList());
        assertEquals(List.of(), shownByLeavingOut(all.intercepted()).stream().filter(r -> !shown.containsKey(r)).toList(),
                "no difference without these");
    }

    /**
     * Which instructions must show by a difference that they were left out of the interceptions.
     *
     * @param intercepted all sensitive ones
     * @return those which the programs contain, and which are not harmless under a condition that holds here
     */
    protected Set<Row> shownByLeavingOut(Set<Row> intercepted) {
        return Set.of();
    }
}
