package org.polyvisor.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.Json;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;

/**
 * How fast a workload ran, several times.
 *
 * @param isa the instruction set
 * @param workload its name
 * @param engine how it ran
 * @param technique how it ran
 * @param instructions each time
 * @param seconds of each run
 * @param exitCosts of a virtual processor: by cause, in nanoseconds
 * @param failure what was wrong, if anything
 */
record Measurement(String isa, String workload, Engine engine, Technique technique, long instructions, List<Double> seconds,
        Map<String, Double> exitCosts, Optional<String> failure) {

    private static final double WARM_AFTER_SECONDS = 1;

    /** Runs a workload, each time on a new machine; first, unmeasured, until the host's compiler has had its time. */
    static Measurement of(InstructionSet set, Workload w, Workload.Version version, Engine engine, ChosenTechnique technique,
            int runs) throws UsageException {
        for (double warm = 0; warm < WARM_AFTER_SECONDS; )
            try (ProgramRun run = new ProgramRun(set, version, technique.processor(set.architecture("")), _ -> {})) {
                run.run(Long.MAX_VALUE);
                warm += run.nanoseconds() / 1e9 + 0.01;
                if (run.failure().isPresent()) break;
            }
        List<Double> seconds = new ArrayList<>();
        Map<String, Double> exitCosts = Map.of();
        long instructions = 0;
        for (int i = 0; i < runs; i++) {
            try (ProgramRun run = new ProgramRun(set, version, technique.processor(set.architecture("")), _ -> {})) {
                run.run(Long.MAX_VALUE);
                instructions = run.machine().instructions();
                seconds.add(run.nanoseconds() / 1e9);
                exitCosts = run.exitCosts();
                if (run.failure().isPresent())
                    return new Measurement(set.name(), w.name(), engine, technique.technique(), instructions, seconds, run.exitCosts(),
                            run.failure());
            }
        }
        return new Measurement(set.name(), w.name(), engine, technique.technique(), instructions, seconds, exitCosts, Optional.empty());
    }

    /** The median. */
    double median() {
        List<Double> sorted = seconds.stream().sorted().toList();
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }

    double mips() {
        return instructions / median() / 1e6;
    }

    /** Of each run. */
    List<Double> allMips() {
        return seconds.stream().map(s -> instructions / s / 1e6).toList();
    }

    String json() {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("isa", isa);
        m.put("workload", workload);
        m.put("engine", engine);
        m.put("technique", technique);
        m.put("instructions", instructions);
        m.put("seconds", median());
        m.put("mips", mips());
        m.put("runs", allMips());
        m.put("against", List.of());
        if (!exitCosts.isEmpty()) m.put("nanosecondsPerExit", exitCosts);
        failure.ifPresent(f -> m.put("failure", f));
        return Json.line(m);
    }
}
