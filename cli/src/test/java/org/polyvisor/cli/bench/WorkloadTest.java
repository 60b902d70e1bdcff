package org.polyvisor.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;

@DisplayName("A workload")
class WorkloadTest {
    private static final List<InstructionSet> SETS = new InstructionSets(() -> ServiceLoader.load(InstructionSet.class)).all();

    static Stream<Arguments> all() {
        return SETS.stream().flatMap(s -> s.workloads().stream().flatMap(w -> Stream.of(Engine.INTERPRETER, Engine.TRANSLATOR)
                .map(e -> Arguments.of(Named.of(s.name(), s), Named.of(w.name(), w), e))));
    }

    @ParameterizedTest(name = "{1} on {0}, {2}")
    @MethodSource("all")
    @DisplayName("says when it begins, and prints its checksum, on every engine")
    void runs(InstructionSet set, Workload w, Engine engine) throws UsageException {
        Workload.Version v = w.brief();
        Architecture a = set.architecture("");
        try (ProgramRun run = new ProgramRun(set, v, engine.on(Technique.BARE.on(a).processor(a)), _ -> {})) {
            run.run(1_000_000_000);
            assertEquals(Optional.empty(), run.failure());
            assertEquals(Stream.concat(v.mark().stream(), Stream.of(v.output())).toList(), run.printed().lines().toList());
        }
    }

    static List<String> names() {
        return SETS.stream().flatMap(s -> s.workloads().stream()).map(Workload::name).distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("prints the same on every instruction set")
    void same(String name) {
        assertEquals(1, SETS.stream().flatMap(s -> s.workloads().stream()).filter(w -> w.name().equals(name))
                .map(w -> List.of(w.full().output(), w.brief().output(), w.sustained().output())).distinct().count());
    }
}
