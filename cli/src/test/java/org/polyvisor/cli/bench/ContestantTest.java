package org.polyvisor.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.isa.UsageException;

@DisplayName("Contestants")
class ContestantTest {
    private final List<String> order = new ArrayList<>();

    private Contestant fake(String name, Lap... laps) {
        Iterator<Lap> next = List.of(laps).iterator();
        return () -> {
            order.add(name);
            return next.next();
        };
    }

    private static Lap lap(double seconds, int repetitions) {
        return Lap.of(seconds, repetitions, 0);
    }

    @Test
    @DisplayName("run in turn, in the opposite order every second round")
    void alternate() throws UsageException {
        Lap l = lap(1, 1);
        List<List<Lap>> laps = Contestant.rounds(List.of(fake("a", l, l, l), fake("b", l, l, l), fake("c", l, l, l)), 3);
        assertEquals(List.of("a", "b", "c", "c", "b", "a", "a", "b", "c"), order);
        assertEquals(List.of(3, 3, 3), laps.stream().map(List::size).toList());
    }

    @Test
    @DisplayName("drop out when they fail, and the others run on")
    void dropOut() throws UsageException {
        Lap l = lap(1, 1);
        List<List<Lap>> laps = Contestant.rounds(List.of(fake("a", l, l, l), fake("b", l, Lap.failed("hung"))), 3);
        assertEquals(List.of("a", "b", "b", "a", "a"), order);
        assertEquals(Optional.of("hung"), laps.get(1).getLast().failure());
    }

    @Test
    @DisplayName("are compared by repetitions a second, round by round: the median of the ratios, not the ratio of the medians")
    void ratio() {
        List<Lap> ours = List.of(lap(1, 100), lap(2, 100), lap(4, 100));
        List<Lap> others = List.of(lap(0.4, 10), lap(1.6, 10), lap(0.4, 10)); // for 100 repetitions 4, 16 and 4 s: ratios 4, 8, 1
        assertEquals(4, Lap.ratio(ours, others), 1e-12);
        assertEquals(4, Lap.seconds(others, 100), 1e-12);
        assertEquals(2, Lap.seconds(ours, 100), 1e-12);
        assertEquals(6, Lap.ratio(ours.subList(0, 2), others), 1e-12, "the mean of the two in the middle");
    }

    private static Measurement measured(String workload, Technique technique, long instructions, double other) {
        Lap l = Lap.of(1, 1, instructions);
        return new Measurement("set", workload, Engine.TRANSLATOR, technique, List.of(l),
                List.of(Measurement.Against.of("other", List.of(l), 1, List.of(lap(other, 1)))), List.of(), Optional.empty());
    }

    @Test
    @DisplayName("are summed up by geometric means, without virtual machines and without the workload that is all exits")
    void means() {
        SpeedTable t = new SpeedTable(List.of("other"));
        t.add(measured("one", Technique.BARE, 2_000_000, 3));
        t.add(measured("two", Technique.BARE, 8_000_000, 12));
        t.add(measured("exits", Technique.BARE, 1_000_000_000, 1000));
        t.add(measured("two", Technique.HARDWARE_ASSIST, 1_000_000_000, 1000));
        List<String> lines = t.lines();
        assertEquals("ISA WORKLOAD ENGINE TECHNIQUE INSTRUCTIONS SECONDS MIPS OF BARE OF OTHER RUNS",
                lines.getFirst().replaceAll(" +", " "));
        assertEquals("set geometric mean translator bare 4.0 6.000", lines.getLast().replaceAll(" +", " "));
        assertEquals(6, lines.size());
    }
}
