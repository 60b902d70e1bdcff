package org.polyvisor.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.BareMachine.Delivery;
import org.polyvisor.hypervisor.Ledger.Cause;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.hypervisor.toy.Toy;
import org.polyvisor.hypervisor.toy.ToyMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.code.Row;

@DisplayName("A virtual processor")
class VirtualProcessorTest {
    private static final int PROGRAMS = 30, INSTRUCTIONS = 3_000;
    private static final List<Verdict> VERDICTS = new Classifier(Toy.ARCHITECTURE).all();
    private static final Technique EMULATE = Technique.trapAndEmulate(), TRANSLATE = Technique.binaryTranslation(VERDICTS),
            ASSIST = Technique.hardwareAssist();

    private static Function<Storage, Host> bare(Architecture a) {
        return s -> new Processor(a, s);
    }

    private static Function<Storage, Host> on(Architecture a, Technique... tower) {
        return s -> {
            Host h = new Processor(a, ToyMachine.page());
            for (int i = tower.length - 1; i >= 0; i--) h = new VirtualProcessor(h, i == 0 ? s : ToyMachine.page(), tower[i]);
            return h;
        };
    }

    private static Technique guarding() {
        return ASSIST.intercepting(VERDICTS.stream().filter(v -> v.kind() != Verdict.Kind.INNOCUOUS).map(Verdict::row)
                .collect(Collectors.toSet()));
    }

    // ---- equivalence

    @Test
    @DisplayName("does what a real one does, under every technique and nested three deep, in slices of any size")
    void equivalent() {
        Map<List<Technique>, Map<Cause, Long>> exits = new LinkedHashMap<>();
        for (List<Technique> tower : List.of(List.of(TRANSLATE), List.of(ASSIST), List.of(guarding()), List.of(TRANSLATE, TRANSLATE),
                List.of(ASSIST, TRANSLATE), List.of(TRANSLATE, ASSIST, TRANSLATE)))
            exits.put(tower, same(Toy.ARCHITECTURE, tower));
        exits.put(List.of(EMULATE), same(Toy.TAME, List.of(EMULATE)));
        exits.put(List.of(EMULATE, ASSIST), same(Toy.TAME, List.of(EMULATE, ASSIST)));
        exits.forEach((tower, causes) -> {
            Technique t = tower.getFirst();
            Set<Cause> expected = new java.util.TreeSet<>(List.of(Cause.CALL, t.lowered() ? Cause.PRIVILEGED : Cause.REFLECTION));
            if (!t.walks()) expected.add(Cause.TRANSLATION);
            if (!t.intercepted().isEmpty()) expected.add(Cause.INTERCEPTION);
            assertEquals(expected, causes.keySet(), t::name);
            causes.forEach((c, n) -> assertTrue(n >= 20, () -> t.name() + ": " + causes));
        });
    }

    private static Map<Cause, Long> same(Architecture a, List<Technique> tower) {
        Map<Cause, Long> exits = new EnumMap<>(Cause.class);
        for (long seed = 1; seed <= PROGRAMS; seed++) {
            List<Delivery> log = new ArrayList<>(), virtualLog = new ArrayList<>();
            BareMachine real = run(ToyPrograms.machine(a, seed, bare(a)), log, INSTRUCTIONS);
            BareMachine virtual = run(ToyPrograms.machine(a, seed, on(a, tower.toArray(Technique[]::new))), virtualLog, 1 + (int) seed * 7);
            String which = tower.stream().map(Technique::name).toList() + ", seed " + seed;
            assertEquals(Optional.empty(), Lockstep.difference(real, virtual), which);
            assertEquals(log, virtualLog, which);
            Ledger l = ((VirtualProcessor) virtual.host()).ledger();
            for (Cause c : Cause.values()) if (l.count(c) > 0) exits.merge(c, l.count(c), Long::sum);
        }
        return exits;
    }

    private static BareMachine run(BareMachine m, List<Delivery> log, int slice) {
        m.observe(log::add);
        Outcome o = new Outcome.Budget();
        while (o instanceof Outcome.Budget && m.instructions() < INSTRUCTIONS)
            o = m.run(Limits.of(Math.min(slice, INSTRUCTIONS - m.instructions())));
        return m;
    }

    @Test
    @DisplayName("goes wrong first at the sensitive instruction that is left out of the interceptions")
    void ablation() {
        for (Row left : TRANSLATE.intercepted()) {
            Technique t = TRANSLATE.intercepting(TRANSLATE.intercepted().stream().filter(r -> r != left).collect(Collectors.toSet()));
            Set<Row> first = new java.util.HashSet<>();
            for (long seed = 1; seed <= PROGRAMS / 2; seed++) {
                long s = seed;
                new Lockstep(() -> ToyPrograms.machine(Toy.ARCHITECTURE, s, bare(Toy.ARCHITECTURE)),
                        () -> ToyPrograms.machine(Toy.ARCHITECTURE, s, on(Toy.ARCHITECTURE, t))).first(INSTRUCTIONS)
                        .ifPresent(d -> first.add(d.row()));
            }
            assertEquals(left.mnemonic().equals("TIME") ? Set.of() : Set.of(left), first, left + ": TIME is harmless, its clock is right");
        }
    }

    @Test
    @DisplayName("goes on in any number of address spaces, those forgotten in between included")
    void manySpaces() {
        for (Function<Storage, Host> maker : List.of(bare(Toy.ARCHITECTURE), on(Toy.ARCHITECTURE, TRANSLATE), on(Toy.ARCHITECTURE, ASSIST),
                on(Toy.ARCHITECTURE, TRANSLATE, ASSIST))) {
            BareMachine m = ToyMachine.of(Toy.ARCHITECTURE, 0x100000, maker);
            for (int copy = 0; copy < 0x100000; copy += 0x1000)
                m.load(copy + 0x200, Toy.assemble("LI 3 0 0x400", "SPACE 1", "LD 2 3 0", "INC 2", "ST 2 3 0", "INC 1", "JMP 0 0 -5"));
            m.run(Limits.of(1 + 6 * 256 * 3));
            for (int copy = 0; copy < 0x100000; copy += 0x1000) assertEquals(3, m.processor().storage().load(copy + 0x400, 4));
        }
    }

    // ---- who interrupts whom

    private static VirtualProcessor virtual(Technique t, String... lines) {
        Storage s = new Storage(Toy.ARCHITECTURE, ToyMachine.STORAGE);
        s.put(0x200, Toy.assemble(lines));
        VirtualProcessor v = new VirtualProcessor(new Processor(Toy.ARCHITECTURE, ToyMachine.page()), s, t);
        v.state().set(Toy.ARCHITECTURE.registers().pc(), 0x200);
        return v;
    }

    @Test
    @DisplayName("checks the guest's privilege before it simulates: an intercepted instruction in user state is the guest's own trap")
    void ownCheckFirst() {
        for (Technique t : List.of(TRANSLATE, EMULATE, guarding(), ASSIST)) {
            VirtualProcessor v = virtual(t, "LI 1 0 255", "MASK 1", "INC 2");
            v.state().set(Toy.USER, 1);
            Exit.Trap trap = assertInstanceOf(Exit.Trap.class, v.run(10), t::name);
            assertEquals(Toy.PRIVILEGED, trap.why().code());
            assertEquals(0x204, trap.pc());
            assertEquals(1, v.state().retired());
            v.state().set(Toy.USER, 0);
            assertInstanceOf(Exit.Budget.class, v.run(2));
            assertEquals(255, v.state().get(Toy.MASK));
            assertEquals(1, v.state().get(Toy.R[2]));
        }
    }

    @Test
    @DisplayName("counts what it simulated, and only what completed")
    void simulated() {
        VirtualProcessor v = virtual(TRANSLATE, "MASK 0", "GETM 1", "MASK 0");
        v.run(2);
        v.state().set(Toy.USER, 1);
        v.run(1);
        assertEquals(2, v.ledger().count(Cause.PRIVILEGED));
        assertEquals(1, v.ledger().count(Cause.INTERCEPTION));
        assertEquals(2, v.ledger().simulations());
    }

    @Test
    @DisplayName("takes a request as soon as its line opens, however that happens")
    void attention() {
        for (Technique t : List.of(TRANSLATE, ASSIST, guarding())) {
            VirtualProcessor v = virtual(t, "LI 1 0 1", "INC 2", "MASK 1", "INC 2", "JMP 0 0 -1");
            v.state().requested(1);
            Exit.Attention a = assertInstanceOf(Exit.Attention.class, v.run(100), t::name);
            assertEquals(0x20c, a.pc());
            assertEquals(3, v.state().retired());
        }
    }

    @Test
    @DisplayName("stops before an address, simulated instructions included")
    void stops() {
        VirtualProcessor v = virtual(TRANSLATE, "INC 1", "GETM 2", "GETM 3", "INC 1", "JMP 0 0 -4");
        v.stops(0x208);
        assertInstanceOf(Exit.Budget.class, v.run(50));
        assertEquals(0x208, v.state().pc());
        v.run(50);
        assertEquals(0x208, v.state().pc());
        assertEquals(2 + 5, v.state().retired());
    }

    @Test
    @DisplayName("refuses rows of another architecture")
    void foreignRows() {
        Technique foreign = ASSIST.intercepting(Set.of(Toy.ARCHITECTURE.encoding().undefined()));
        assertThrows(IllegalArgumentException.class, () -> virtual(foreign, "INC 1"));
    }

    // ---- protection

    @Test
    @DisplayName("names no storage but its own: neighbours on the same host keep theirs")
    void protection() {
        for (Technique t : List.of(TRANSLATE, ASSIST)) {
            Processor host = new Processor(Toy.ARCHITECTURE, ToyMachine.page());
            BareMachine neighbour = ToyPrograms.machine(Toy.ARCHITECTURE, 1, s -> new VirtualProcessor(host, s, TRANSLATE));
            neighbour.run(Limits.of(500));
            BareMachine hostile = ToyMachine.of(Toy.ARCHITECTURE, 0x2000, s -> new VirtualProcessor(host, s, t));
            String[] storesEverywhere = {"LI 1 0 0x2000", "LI 2 0 0x7ff8", "LI 3 0 0x5a5a", "ST 3 1 0", "LD 4 1 0", "ADDI 1 0 4", "CMP 1 2",
                "JC 0 0 -4", "LI 5 0 1", "SPACE 5", "INC 5", "JMP 0 0 -11"};
            hostile.load(0x200, Toy.assemble(storesEverywhere));
            hostile.load(0x1200, Toy.assemble(storesEverywhere));
            long storage = neighbour.processor().storage().digest(), hostStorage = host.storage().digest();
            hostile.run(Limits.of(200_000));
            assertEquals(200_000, hostile.instructions());
            assertEquals(-1, hostile.processor().get(Toy.R[4]), "what is not there reads as ones");
            assertEquals(storage, neighbour.processor().storage().digest());
            assertEquals(hostStorage, host.storage().digest());
            assertTrue(hostile.processor().storage().used() <= 0x2000);
        }
    }
}
