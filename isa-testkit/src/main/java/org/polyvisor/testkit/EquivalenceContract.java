package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.BareMachine.Delivery;
import org.polyvisor.hypervisor.Classifier;
import org.polyvisor.hypervisor.Ledger.Cause;
import org.polyvisor.hypervisor.Lockstep;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.Technique;
import org.polyvisor.hypervisor.Verdict;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Row;
import org.polyvisor.testkit.Guests.Run;

/**
 * Popek and Goldberg's equivalence: a random program for the supervisor's state, on a machine with devices, does the same on a machine
 * and on a virtual machine, under every technique that claims it and nested: registers, storage and its attributes, number of
 * instructions, virtual time, the log of interruptions and what the consoles show. Each machine runs in portions of its own.
 * {@code -Dpolyvisor.equivalence.programs=N} sets how many programs there are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EquivalenceContract {
    private static final long SEED = 1974;
    private static final int USUAL = 200;
    private static final int PROGRAMS = Integer.getInteger("polyvisor.equivalence.programs", USUAL);
    /** How often everything that can interrupt or exit must occur in the usual number of programs. */
    private static final int LEAST = 20;
    /** Every so many programs run with translated code, too: {@code -Dpolyvisor.equivalence.translated=N}. */
    private static final int TRANSLATED = Integer.getInteger("polyvisor.equivalence.translated", 4);
    private static final int ABLATED = 100;
    private static final int FORCED = 10;
    private static final Logger QUIET = Logger.getLogger("org.polyvisor");

    private Guests guests;

    /** Makes the contract. */
    protected EquivalenceContract() {}

    /** {@return the instruction set under test} */
    protected abstract InstructionSet instructionSet();

    /** {@return the architecture under test} */
    protected abstract Architecture architecture();

    /** {@return bytes of storage of a machine} */
    protected abstract long storage();

    /** {@return the devices of a machine, as {@link org.polyvisor.isa.platform.PlatformType#create} takes them} */
    protected abstract Map<String, List<String>> devices();

    /**
     * Makes a program.
     *
     * @param random where everything random comes from
     * @return puts it into a machine in its initial state, the same each time
     */
    protected abstract Consumer<BareMachine> program(RandomGenerator random);

    /** {@return the lines on which interruptions from outside are requested, where no device requests any} */
    protected abstract int[] lines();

    /**
     * {@return an interruption from outside}
     *
     * @param line one of {@link #lines}
     */
    protected abstract Interruption external(int line);

    /** {@return what must be among the interruptions: names of classes with codes, such as {@code exception 13}} */
    protected abstract Set<String> kinds();

    /**
     * {@return what registers must hold while a guest runs lowered so that the condition fails under which a sensitive row is harmless}
     *
     * @param harmless the row
     */
    protected abstract Map<Register, Long> breaking(Row harmless);

    /** Random programs ask for much that devices do not have; a warning each time would hide everything else. */
    @BeforeAll
    final void judge() {
        QUIET.setLevel(Level.OFF);
        guests = new Guests(this);
    }

    // ---- equivalence

    @Test
    @DisplayName("random programs for the supervisor's state do the same on machines real and virtual")
    void equivalent() {
        Map<String, List<Technique>> towers = guests.towers();
        Map<String, Integer> seen = new TreeMap<>(), ends = new TreeMap<>();
        Map<String, Map<Cause, Long>> exits = new LinkedHashMap<>();
        towers.keySet().forEach(name -> exits.put(name, new EnumMap<>(Cause.class)));
        long done = 0, regions = 0;
        for (int n = 0; n < PROGRAMS; n++) {
            long seed = SEED + n;
            Run bare = guests.run(seed, guests::bare, 1);
            ends.merge(bare.end().getClass().getSimpleName(), 1, Integer::sum);
            done += bare.machine().instructions();
            for (Delivery d : bare.log()) seen.merge(d.what().type().name() + " " + d.what().code(), 1, Integer::sum);
            int portions = 2;
            for (String name : towers.keySet()) {
                Function<Storage, Host> maker = guests.on(towers.get(name));
                Run other = guests.run(seed, maker, portions++);
                for (Cause c : Cause.values()) exits.get(name).merge(c, other.exits(c), Long::sum);
                if (!other.same(bare)) throw new AssertionError(name + ", seed " + seed + ": " + explain(seed, maker, bare, other));
                if (towers.get(name).size() > 1 || n % TRANSLATED != 0) continue;
                Function<Storage, Host> translated = Guests.translated(maker);
                Run second = guests.run(seed, translated, portions++);
                regions += second.machine().host().real().regions();
                if (!second.same(bare))
                    throw new AssertionError(name + ", translated, seed " + seed + ": " + explain(seed, translated, bare, second));
            }
        }
        System.out.println(architecture().name() + ": " + PROGRAMS + " programs of " + done + " instructions, ends " + ends);
        assertTrue(regions > PROGRAMS / TRANSLATED, "hardly anything was translated: " + regions + " regions");
        System.out.println("interruptions " + seen + ", regions " + regions);
        exits.forEach((name, causes) -> System.out.println("exits, " + name + ": " + causes));
        long least = (long) LEAST * PROGRAMS / USUAL;
        Set<String> rare = kinds().stream().filter(k -> seen.getOrDefault(k, 0) < least).collect(Collectors.toSet());
        assertEquals(Set.of(), rare, "interruptions that hardly occurred");
        towers.forEach((name, tower) -> {
            if (!tower.isEmpty()) possible(tower.getFirst()).forEach(c -> assertTrue(exits.get(name).get(c) >= least,
                    () -> name + ": hardly any exit because of " + c.name().toLowerCase(Locale.ROOT)));
        });
    }

    /** Why a guest under a technique can leave its host. */
    private static List<Cause> possible(Technique t) {
        List<Cause> causes = new ArrayList<>(List.of(Cause.CALL));
        causes.add(t.lowered() ? Cause.PRIVILEGED : Cause.REFLECTION);
        if (!t.walks()) causes.add(Cause.TRANSLATION);
        if (!t.intercepted().isEmpty()) causes.add(Cause.INTERCEPTION);
        return causes;
    }

    private Optional<Lockstep.Difference> first(long seed, Function<Storage, Host> maker) {
        return new Lockstep(() -> guests.machine(seed, guests::bare), () -> guests.machine(seed, maker)).first(Guests.INSTRUCTIONS);
    }

    private String explain(long seed, Function<Storage, Host> maker, Run bare, Run other) {
        Optional<Lockstep.Difference> first = first(seed, maker);
        if (first.isPresent()) return first.get().toString();
        int n = 0;
        while (n < bare.log().size() && n < other.log().size() && bare.log().get(n).equals(other.log().get(n))) n++;
        return bare.end() + " and " + other.end() + "; interruption " + n + ": " + (n < bare.log().size() ? bare.log().get(n) : "none")
                + " and " + (n < other.log().size() ? other.log().get(n) : "none") + "; shown " + bare.shown() + " and " + other.shown();
    }

    // ---- several on one host

    @Test
    @DisplayName("virtual machines that share a processor do what each does alone; one that does not run keeps its storage")
    void apart() {
        List<Technique> techniques = List.of(Technique.binaryTranslation(guests.verdicts), Technique.hardwareAssist(),
                Technique.binaryTranslation(guests.verdicts));
        for (int n = 0; n < Math.max(1, PROGRAMS / 10); n++) {
            long seed = SEED + 3 * n;
            Host host = guests.bare(guests.page());
            List<BareMachine> machines = new ArrayList<>();
            for (int i = 0; i < techniques.size(); i++) {
                Technique t = techniques.get(i);
                machines.add(guests.machine(seed + i, s -> new VirtualProcessor(host, s, t)));
            }
            BareMachine asleep = guests.machine(seed, s -> new VirtualProcessor(host, s, techniques.getFirst()));
            long digest = asleep.processor().storage().digest(), hostDigest = host.state().storage().digest();
            RandomGenerator random = Guests.generator(seed);
            List<BareMachine> running = new ArrayList<>(machines);
            while (!running.isEmpty()) {
                BareMachine m = running.get(random.nextInt(running.size()));
                Outcome o = m.run(Guests.portion(m, 1 + random.nextInt(200)));
                if (!(o instanceof Outcome.Budget) || !Guests.goesOn(m)) running.remove(m);
            }
            for (int i = 0; i < machines.size(); i++) {
                Run alone = guests.run(seed + i, guests::bare, 1);
                assertEquals(Optional.empty(), Lockstep.difference(alone.machine(), machines.get(i)), "machine " + i + " of seed " + seed);
            }
            assertEquals(digest, asleep.processor().storage().digest(), () -> "storage of the machine that slept, seed " + seed);
            assertEquals(hostDigest, host.state().storage().digest(), () -> "the host's own storage, seed " + seed);
        }
    }

    // ---- what the classifier says is so

    @Test
    @DisplayName("each sensitive instruction left out of the interceptions makes the first difference; with none left out there is none")
    void ablation() {
        Technique all = Technique.binaryTranslation(guests.verdicts);
        shows(guests.verdicts.stream().filter(EquivalenceContract::harmful).map(Verdict::row).toList(),
                left -> guests.on(List.of(without(all, left))));
    }

    @Test
    @DisplayName("a sensitive instruction that is harmless under a condition makes the first difference where that fails")
    void conditions() {
        Technique all = Technique.binaryTranslation(guests.verdicts).intercepting(guests.guarded());
        List<Row> harmless = guests.verdicts.stream().filter(v -> !v.condition().isEmpty()).map(Verdict::row).toList();
        for (Row left : harmless)
            for (long seed = SEED; seed < SEED + FORCED; seed++) {
                assertEquals(Optional.empty(), first(seed, guests.on(List.of(without(all, left)))), left + " left out, its condition kept");
                assertEquals(Optional.empty(), first(seed, guests.on(all, breaking(left))), left + " intercepted, its condition broken");
            }
        shows(harmless, left -> guests.on(without(all, left), breaking(left)));
    }

    private static boolean harmful(Verdict v) {
        return v.kind() == Verdict.Kind.SENSITIVE && v.condition().isEmpty();
    }

    private static Technique without(Technique t, Row left) {
        return t.intercepting(t.intercepted().stream().filter(r -> r != left).collect(Collectors.toSet()));
    }

    /** Fails if a row never makes a difference where it is left out, or another one makes the first. */
    private void shows(Collection<Row> rows, Function<Row, Function<Storage, Host>> leavingOut) {
        Map<Row, Integer> programs = new LinkedHashMap<>();
        for (Row left : rows)
            for (int n = 0; n < ABLATED && !programs.containsKey(left); n++) {
                long seed = SEED + n;
                Optional<Lockstep.Difference> first = first(seed, leavingOut.apply(left));
                if (first.isEmpty()) continue;
                assertEquals(left, first.get().row(), () -> left + " left out, seed " + seed + ": " + first.get());
                programs.put(left, n + 1);
            }
        System.out.println(architecture().name() + ": left out, and shown by the first of so many programs: " + programs);
        assertEquals(List.of(), rows.stream().filter(r -> !programs.containsKey(r)).toList(), "no difference without these");
    }

    @Test
    @DisplayName("trap-and-emulate, where the classifier refuses it, goes wrong first at an instruction that it called sensitive")
    void forced() {
        if (Classifier.virtualizable(guests.verdicts)) return;
        Map<String, Integer> rows = new TreeMap<>();
        for (long seed = SEED; seed < SEED + FORCED; seed++) {
            Lockstep.Difference d = first(seed, guests.on(List.of(Technique.trapAndEmulate()))).orElseThrow();
            assertTrue(guests.verdicts.stream().anyMatch(v -> v.row() == d.row() && harmful(v)), d::toString);
            rows.merge(d.row().mnemonic(), 1, Integer::sum);
        }
        System.out.println(architecture().name() + ": trap-and-emulate goes wrong first at " + rows);
    }
}
