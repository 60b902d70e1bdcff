package org.polyvisor.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;

@DisplayName("A measured run")
class ProgramRunTest {

    static Stream<Arguments> all() throws UsageException {
        List<Arguments> all = new ArrayList<>();
        for (InstructionSet s : new InstructionSets(() -> ServiceLoader.load(InstructionSet.class)).all()) {
            Optional<Workload> w = s.workloads().stream().filter(x -> x.brief().mark().isPresent()).findFirst();
            for (Technique t : Technique.COMPARED) {
                ChosenTechnique c = t.on(s.architecture(""));
                if (w.isPresent() && c.equivalent())
                    all.add(Arguments.of(Named.of(s.name(), s), w.get().brief(), Named.of(t.toString(), c)));
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("all")
    @DisplayName("counts the instructions between the two lines exactly")
    void counts(InstructionSet set, Workload.Version v, ChosenTechnique technique) throws UsageException {
        long expected = stepped(set, v);
        assertTrue(expected > 100_000, () -> "only " + expected);
        for (Engine e : List.of(Engine.INTERPRETER, Engine.TRANSLATOR)) {
            Architecture a = set.architecture("");
            try (ProgramRun run = new ProgramRun(set, v, e.on(technique.processor(a)), _ -> {})) {
                while (run.run(300_000)) continue;
                assertEquals(Optional.empty(), run.failure());
                assertEquals(expected, run.measuredInstructions(), e.toString());
                assertTrue(run.measuredSeconds() > 0 && run.measuredSeconds() < run.nanoseconds() / 1e9);
            }
        }
    }

    /** One instruction after the other, and a look at what has been printed after each. */
    private static long stepped(InstructionSet set, Workload.Version v) throws UsageException {
        Architecture a = set.architecture("");
        StringBuilder printed = new StringBuilder();
        try (ProgramRun run = new ProgramRun(set, v, Engine.INTERPRETER.on(Technique.BARE.on(a).processor(a)), printed::append)) {
            String mark = v.mark().orElseThrow() + "\n";
            long marked = 0;
            while (run.machine().run(Limits.of(1)) instanceof Outcome.Budget) {
                if (marked == 0 && printed.length() == mark.length()) marked = run.machine().instructions();
                if (printed.length() > mark.length()) return run.machine().instructions() - marked;
            }
            throw new AssertionError("printed '" + printed + "'");
        }
    }
}
