package org.polyvisor.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.Json;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;

/**
 * How fast a workload ran, several times; a virtual machine in turn with a bare one.
 *
 * @param isa the instruction set
 * @param workload its name
 * @param engine how it ran
 * @param technique how it ran
 * @param instructions each time
 * @param seconds of each run
 * @param bare seconds of the bare machine's run beside each; none where it is bare itself
 * @param exits of the last run
 * @param failure what was wrong, if anything
 */
record Measurement(String isa, String workload, Engine engine, Technique technique, long instructions, List<Double> seconds,
        List<Double> bare, List<ExitCost> exits, Optional<String> failure) {

    private static final double WARM_AFTER_SECONDS = 1;

    /**
     * Runs a workload, each time on a new machine; first, unmeasured, until the host's compiler has had its time.
     *
     * @param runs how often; a virtual machine's are pairs with a bare one, which goes first in every second pair
     */
    static Measurement of(InstructionSet set, Workload w, Workload.Version version, Engine engine, ChosenTechnique technique, int runs)
            throws UsageException {
        ChosenTechnique bare = Technique.BARE.on(set.architecture(""));
        boolean virtual = technique.technique() != Technique.BARE;
        List<Double> seconds = new ArrayList<>(), beside = new ArrayList<>();
        List<ExitCost> exits = List.of();
        long instructions = 0;
        double warm = 0;
        for (int i = 0; seconds.size() < runs; i++) {
            boolean measured = warm >= WARM_AFTER_SECONDS;
            if (virtual && i % 2 == 0) warm += time(set, version, engine, bare, measured, beside);
            try (ProgramRun run = new ProgramRun(set, version, engine.on(technique.processor(set.architecture(""))), _ -> {})) {
                run.run(Long.MAX_VALUE);
                instructions = run.machine().instructions();
                exits = run.exitCosts();
                if (measured || run.failure().isPresent()) seconds.add(run.nanoseconds() / 1e9);
                warm += run.nanoseconds() / 1e9 + 0.01;
                if (run.failure().isPresent())
                    return new Measurement(set.name(), w.name(), engine, technique.technique(), instructions, seconds, List.of(), exits,
                            run.failure());
            }
            if (virtual && i % 2 != 0) warm += time(set, version, engine, bare, measured, beside);
        }
        return new Measurement(set.name(), w.name(), engine, technique.technique(), instructions, seconds, beside, exits, Optional.empty());
    }

    private static double time(InstructionSet set, Workload.Version version, Engine engine, ChosenTechnique technique, boolean measured,
            List<Double> into) throws UsageException {
        try (ProgramRun run = new ProgramRun(set, version, engine.on(technique.processor(set.architecture(""))), _ -> {})) {
            run.run(Long.MAX_VALUE);
            if (measured) into.add(run.nanoseconds() / 1e9);
            return run.nanoseconds() / 1e9;
        }
    }

    /** The median of the runs, in seconds. */
    double median() {
        return median(seconds);
    }

    private static double median(List<Double> of) {
        List<Double> sorted = of.stream().sorted().toList();
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }

    /** Millions of instructions a second, by the median. */
    double mips() {
        return instructions / median() / 1e6;
    }

    /** Of each run. */
    List<Double> allMips() {
        return seconds.stream().map(s -> instructions / s / 1e6).toList();
    }

    /** Speed as a part of the bare machine's: the median of the pairs; nothing where it is bare itself. */
    OptionalDouble ofBare() {
        return bare.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(median(IntStream.range(0, bare.size()).mapToObj(i -> bare.get(i) / seconds.get(i)).toList()));
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
        m.put("against", ofBare().stream().mapToObj(ratio -> against(median(bare), ratio)).toList());
        if (technique != Technique.BARE) m.put("exits", exits.stream().map(Measurement::json).toList());
        failure.ifPresent(f -> m.put("failure", f));
        return Json.line(m);
    }

    private static Map<String, Object> against(double seconds, double ratio) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("name", Technique.BARE);
        m.put("seconds", seconds);
        m.put("ratio", ratio);
        return m;
    }

    private static Map<String, Object> json(ExitCost e) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("cause", e.cause());
        m.put("count", e.count());
        e.nanoseconds().ifPresent(n -> m.put("nanoseconds", n));
        return m;
    }
}
