package org.polyvisor.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.toy.Toy;
import org.polyvisor.hypervisor.toy.ToyMachine;

@DisplayName("The scheduler")
class SchedulerTest {

    @Test
    void givesSlicesOfTenMillisecondsOfVirtualTimeByDefault() {
        assertEquals(BareMachine.Settings.RATE / 100, Scheduler.SLICE);
    }

    @Test
    void dividesInstructionsByShares() {
        Scheduler s = new Scheduler(1_000);
        Map<String, Long> done = new TreeMap<>();
        Map<String, Integer> shares = Map.of("half", 50, "usual", 100, "triple", 300);
        shares.forEach((name, share) -> s.add(name, share, n -> {
            done.merge(name, n, Long::sum);
            return true;
        }));
        for (int i = 0; i < 100; i++) s.round();
        assertEquals(Map.of("half", 50_000L, "usual", 100_000L, "triple", 300_000L), done);
        s.turns().forEach(t -> assertEquals(100, t.slices()));
    }

    @Test
    void letsNobodyWaitLongerThanARoundWhateverTheOthersDo() {
        Scheduler s = new Scheduler(1_000);
        List<String> turns = new ArrayList<>();
        s.add("greedy", 10_000, _ -> turns.add("greedy"));
        s.add("modest", 1, n -> {
            assertEquals(10, n);
            return turns.add("modest");
        });
        for (int i = 0; i < 3; i++) s.round();
        assertEquals(List.of("greedy", "modest", "greedy", "modest", "greedy", "modest"), turns);
    }

    @Test
    void asksThoseThatEndedNoMore() {
        Scheduler s = new Scheduler(10);
        List<String> turns = new ArrayList<>();
        s.add("short", 100, _ -> !turns.add("short"));
        s.add("long", 100, _ -> turns.add("long") && turns.size() < 5);
        s.run();
        assertEquals(List.of("short", "long", "long", "long", "long"), turns);
        assertTrue(s.turns().getFirst().ended());
        assertEquals(4, s.rounds());
    }

    @Test
    void refusesAShareOfNothing() {
        Scheduler s = new Scheduler(10);
        assertThrows(IllegalArgumentException.class, () -> s.add("a", 0, _ -> false));
    }

    /** A machine that waits for a clock tick all the time, and one that computes: both on one host processor. */
    @Test
    void doesNotLetAMachineThatWaitsHoldTheProcessor() {
        long[] executed = shared(100);
        assertEquals(100_000, executed[1], "the one that computes");
        assertTrue(executed[0] < 1_000, () -> "the one that waits executed " + executed[0]);
        assertEquals(100, executed[2], "clock ticks that it saw: its virtual time went on all the same");
    }

    @Test
    void doesTheSameEachTime() {
        assertEquals(java.util.Arrays.toString(shared(37)), java.util.Arrays.toString(shared(37)));
    }

    private static long[] shared(int rounds) {
        Processor host = new Processor(Toy.ARCHITECTURE, ToyMachine.page());
        Technique assist = Technique.hardwareAssist();
        BareMachine waits = ToyMachine.of(s -> new VirtualProcessor(host, s, assist), "LI 1 0 1", "MASK 1", "WAIT", "JMP 0 0 -1");
        waits.load(0x100, Toy.assemble("INC 7", "LI 6 0 0x200", "GO 0 6 0x100"));
        tick(waits, 1_000);
        BareMachine computes = ToyMachine.of(s -> new VirtualProcessor(host, s, assist), "INC 1", "ADDI 2 0 3", "JMP 0 0 -2");
        Scheduler s = new Scheduler(1_000);
        for (BareMachine m : List.of(waits, computes))
            s.add("machine", Scheduler.SHARE, n -> m.run(Limits.slice(n)) instanceof Outcome.Budget);
        for (int i = 0; i < rounds; i++) s.round();
        return new long[] {waits.instructions(), computes.instructions(), waits.processor().get(Toy.R[7]), waits.now(),
            computes.processor().get(Toy.R[2])};
    }

    private static void tick(BareMachine m, long at) {
        m.schedule(at - 500, () -> {
            m.request(0);
            tick(m, at + 1_000);
        });
    }
}
