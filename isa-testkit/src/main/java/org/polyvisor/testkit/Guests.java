package org.polyvisor.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.BareMachine.Delivery;
import org.polyvisor.hypervisor.Classifier;
import org.polyvisor.hypervisor.Ledger;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Lockstep;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.Technique;
import org.polyvisor.hypervisor.Verdict;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Lowered;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.platform.Console;

/** Makes the machines, real and virtual, whose programs are compared: the same program and the same events for the same seed. */
final class Guests {
    /** Instructions of a program. */
    static final int INSTRUCTIONS = 1_500;
    /** How much virtual time a program gets, waits included: more than anything is scheduled for. */
    private static final long TIME = 64L * INSTRUCTIONS;
    /** Instructions a second of virtual time: so slow that clocks tick often. */
    private static final long RATE = 12_000;
    private static final int KEPT = 200;
    private static final List<String> TYPED = List.of("x", "run\n", "\n", "0123456789 abcdef\n", "\b!");

    private final EquivalenceContract contract;
    private final Architecture architecture;
    final List<Verdict> verdicts;
    /** All processors are its simulators, so that code of the same bytes is decoded once. */
    private final Processor decoder;
    /** Programs by seed, those used last: to make one takes longer than to run it. */
    private final Map<Long, Consumer<BareMachine>> programs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Consumer<BareMachine>> eldest) {
            return size() > KEPT;
        }
    };

    Guests(EquivalenceContract contract) {
        this.contract = contract;
        architecture = contract.architecture();
        verdicts = new Classifier(architecture).all();
        decoder = new Processor(architecture, page());
    }

    // ---- what a guest runs on

    Host bare(Storage s) {
        return decoder.simulator(s);
    }

    Storage page() {
        return new Storage(architecture, 1L << architecture.pageBits());
    }

    /** All rows that are not innocuous. */
    Set<Row> guarded() {
        return verdicts.stream().filter(v -> v.kind() != Verdict.Kind.INNOCUOUS).map(Verdict::row).collect(Collectors.toSet());
    }

    /** Every technique that claims equivalence here, and nested ones: each list is a tower, the guest's own technique first. */
    Map<String, List<Technique>> towers() {
        Technique emulate = Technique.trapAndEmulate(), translate = Technique.binaryTranslation(verdicts),
                assist = Technique.hardwareAssist();
        Map<String, List<Technique>> m = new LinkedHashMap<>();
        m.put("bare", List.of());
        m.put("binary translation", List.of(translate));
        m.put("hardware assist", List.of(assist));
        m.put("hardware assist, intercepting", List.of(assist.intercepting(guarded())));
        m.put("binary translation on binary translation", List.of(translate, translate));
        m.put("hardware assist on binary translation", List.of(assist, translate));
        m.put("binary translation on hardware assist on binary translation", List.of(translate, assist, translate));
        if (Classifier.virtualizable(verdicts)) {
            m.put("trap and emulate", List.of(emulate));
            m.put("trap and emulate on hardware assist", List.of(emulate, assist));
        }
        return m;
    }

    /** A processor of the first technique, made of one of the second, and so on, made of a real one. */
    Function<Storage, Host> on(List<Technique> tower) {
        return s -> {
            Host h = bare(tower.isEmpty() ? s : page());
            for (int i = tower.size() - 1; i >= 0; i--) h = new VirtualProcessor(h, i == 0 ? s : page(), tower.get(i));
            return h;
        };
    }

    /** The same processors, which translate whatever they find running. */
    static Function<Storage, Host> translated(Function<Storage, Host> maker) {
        return s -> {
            Host h = maker.apply(s);
            h.tier(Tier.EAGER);
            return h;
        };
    }

    /** A virtual processor while whose guest runs some of the host's registers hold other values than the schema dictates. */
    Function<Storage, Host> on(Technique t, Map<Register, Long> dictated) {
        return s -> new VirtualProcessor(bare(page()), s, t, Lowered.dictating(architecture, dictated));
    }

    // ---- machines

    /** What a console has shown; and the keys. */
    private static final class Terminal implements Console {
        private final StringBuilder shown = new StringBuilder();
        private Input keys = _ -> {};

        @Override
        public void write(String text) {
            shown.append(text);
        }

        @Override
        public void connect(Input input) {
            keys = input;
        }
    }

    private record Guest(BareMachine machine, List<Terminal> terminals) {}

    BareMachine machine(long seed, Function<Storage, Host> maker) {
        return guest(seed, maker).machine;
    }

    private Guest guest(long seed, Function<Storage, Host> maker) {
        List<Terminal> terminals = new ArrayList<>();
        InstructionSet set = Requesting.set(contract.instructionSet(), contract.lines(), contract::external);
        BareMachine m = new BareMachine(set, architecture, new BareMachine.Settings(contract.storage(), RATE, _ -> {
            terminals.add(new Terminal());
            return terminals.getLast();
        }), maker);
        try {
            m.attach(contract.devices());
        } catch (UsageException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        programs.computeIfAbsent(seed, n -> contract.program(generator(n))).accept(m);
        RandomGenerator random = generator(~seed);
        int[] lines = contract.lines();
        for (long at = 1 + random.nextInt(100); at < 4L * INSTRUCTIONS; at += 1 + random.nextInt(600)) {
            int line = lines[random.nextInt(lines.length)];
            m.schedule(at, () -> m.request(line));
        }
        for (long at = 1 + random.nextInt(300); at < 4L * INSTRUCTIONS; at += 1 + random.nextInt(900)) {
            String text = TYPED.get(random.nextInt(TYPED.size()));
            boolean attention = random.nextInt(3) == 0;
            m.schedule(at, () -> terminals.forEach(t -> {
                if (attention) t.keys.attention();
                else t.keys.type(text);
            }));
        }
        return new Guest(m, terminals);
    }

    static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    // ---- runs

    record Run(BareMachine machine, Outcome end, List<Delivery> log, List<String> shown) {
        boolean same(Run r) {
            return end.equals(r.end) && log.equals(r.log) && shown.equals(r.shown) && Lockstep.difference(machine, r.machine).isEmpty();
        }

        /** Exits of its virtual processor by cause. */
        long exits(Ledger.Cause cause) {
            return machine.host() instanceof VirtualProcessor v ? v.ledger().count(cause) : 0;
        }
    }

    /** Whether it is to run on: not where it waits, on and on, for what never comes. */
    static boolean goesOn(BareMachine m) {
        return m.instructions() < INSTRUCTIONS && m.now() < TIME;
    }

    /** So many instructions, if it is to run on for as many. */
    static Limits portion(BareMachine m, int instructions) {
        return new Limits(Math.min(instructions, INSTRUCTIONS - m.instructions()), Set.of(), Set.of(), () -> false, TIME - m.now());
    }

    /** Runs a program to its end, in portions of random sizes of which there are at least so many. */
    Run run(long seed, Function<Storage, Host> maker, int portions) {
        Guest g = guest(seed, maker);
        BareMachine m = g.machine;
        List<Delivery> log = new ArrayList<>();
        m.observe(log::add);
        RandomGenerator random = generator(seed * 31 + portions);
        Outcome end = new Outcome.Budget();
        while (end instanceof Outcome.Budget && goesOn(m)) end = m.run(portion(m, 1 + random.nextInt(INSTRUCTIONS / portions)));
        return new Run(m, end, log, g.terminals.stream().map(t -> t.shown.toString()).toList());
    }
}
