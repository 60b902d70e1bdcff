package org.polyvisor.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.Json;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.Workload;

/**
 * How fast a workload ran, several times, in turn with others.
 *
 * @param isa the instruction set
 * @param workload its name
 * @param engine how it ran
 * @param technique how it ran
 * @param laps one each time; none if it failed
 * @param against the others
 * @param exits of the last run
 * @param failure what was wrong, if anything
 */
record Measurement(String isa, String workload, Engine engine, Technique technique, List<Lap> laps, List<Against> against,
        List<ExitCost> exits, Optional<String> failure) {

    /** Unmeasured runs last so long in all; of the brief version, which is no measurement, once is enough. */
    private static final double WARM_AFTER_SECONDS = 1;

    /**
     * Another one that ran the workload in turn.
     *
     * @param name of a technique, an engine or a competitor
     * @param seconds it took for as many repetitions, by the median
     * @param ratio our speed as a multiple of its: the median of the rounds'
     * @param failure what was wrong, if anything; nothing else counts then
     */
    record Against(String name, double seconds, double ratio, Optional<String> failure) {

        static Against of(String name, List<Lap> ours, int repetitions, List<Lap> laps) {
            Optional<String> failure = laps.getLast().failure();
            return failure.isPresent() ? new Against(name, Double.NaN, Double.NaN, failure)
                    : new Against(name, Lap.seconds(laps, repetitions), Lap.ratio(ours, laps), failure);
        }
    }

    /**
     * What runs beside each other.
     *
     * @param engines of our machines
     * @param technique of our machines; if they are virtual, a bare one of each engine runs beside them
     * @param competitors whom bare machines run beside, if the workload is marked
     * @param brief whether all run the brief version; else the translator runs the sustained one of marked workloads, and the full one is
     *         run otherwise
     * @param rounds how often each runs, from 1
     */
    record Plan(List<Engine> engines, ChosenTechnique technique, List<Competitor> competitors, boolean brief, int rounds) {

        private Workload.Version version(Workload w, Engine e) {
            return brief ? w.brief() : e == Engine.INTERPRETER || w.full().mark().isEmpty() ? w.full() : w.sustained();
        }

        private boolean virtual() {
            return technique.technique() != Technique.BARE;
        }
    }

    /**
     * Runs a workload, each time on a new machine; ours first, unmeasured, until the host's compiler has had its time.
     *
     * @return a measurement for each engine of the plan
     */
    static List<Measurement> of(InstructionSet set, Workload w, Plan plan) throws UsageException {
        List<OurRun> ours = new ArrayList<>(), bare = new ArrayList<>();
        for (Engine e : plan.engines) {
            ours.add(new OurRun(set, plan.version(w, e), e, plan.technique));
            if (plan.virtual()) bare.add(new OurRun(set, plan.version(w, e), e, Technique.BARE.on(set.architecture(""))));
        }
        List<Contestant> all = new ArrayList<>(ours);
        all.addAll(bare);
        Optional<Measurement> failed = warm(set, w, plan, ours, all);
        if (failed.isPresent()) return List.of(failed.get());
        List<Competitor> competitors = plan.virtual() || w.full().mark().isEmpty() ? List.of() : plan.competitors;
        for (Competitor c : competitors) all.add(new CompetitorRun(c, w, plan.brief ? w.brief() : c.version(w), CompetitorRun.LIMIT));
        List<List<Lap>> laps = Contestant.rounds(all, plan.rounds);
        List<Measurement> results = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            List<Lap> own = laps.get(i);
            int repetitions = ours.get(i).repetitions();
            List<Against> against = new ArrayList<>();
            if (own.getLast().failure().isEmpty()) {
                if (plan.virtual()) against.add(Against.of(Technique.BARE.toString(), own, repetitions, laps.get(ours.size() + i)));
                for (int slower = 0; slower < i; slower++)
                    against.add(Against.of(plan.engines.get(slower).toString(), own, repetitions, laps.get(slower)));
                for (int c = 0; c < competitors.size(); c++)
                    against.add(Against.of(competitors.get(c).name(), own, repetitions, laps.get(ours.size() + bare.size() + c)));
            }
            results.add(result(set, w, plan, i, own, against, ours.get(i).exits()));
        }
        return results;
    }

    private static Measurement result(InstructionSet set, Workload w, Plan plan, int engine, List<Lap> laps, List<Against> against,
            List<ExitCost> exits) {
        Optional<String> failure = laps.getLast().failure();
        return new Measurement(set.name(), w.name(), plan.engines.get(engine), plan.technique.technique(),
                failure.isPresent() ? List.of() : List.copyOf(laps), against, exits, failure);
    }

    /** The first that fails, if one does. */
    private static Optional<Measurement> warm(InstructionSet set, Workload w, Plan plan, List<OurRun> ours, List<Contestant> all)
            throws UsageException {
        double warm = 0;
        do {
            for (int i = 0; i < all.size(); i++) {
                Lap l = all.get(i).run();
                int engine = i % ours.size();
                if (l.failure().isPresent())
                    return Optional.of(result(set, w, plan, engine, List.of(l), List.of(), ours.get(engine).exits()));
                warm += l.seconds() + 0.01;
            }
        } while (!plan.brief && warm < WARM_AFTER_SECONDS * plan.engines.size());
        return Optional.empty();
    }

    /** Each time, between the lines of the workload; 0 if it failed. */
    long instructions() {
        return laps.isEmpty() ? 0 : laps.getLast().instructions();
    }

    /** The median of the runs. */
    double seconds() {
        return laps.isEmpty() ? 0 : Lap.seconds(laps, laps.getLast().repetitions());
    }

    /** Millions of instructions a second, by the median; 0 if it failed. */
    double mips() {
        return laps.isEmpty() ? 0 : instructions() / seconds() / 1e6;
    }

    /** Of each run. */
    List<Double> allMips() {
        return laps.stream().map(l -> l.instructions() / l.seconds() / 1e6).toList();
    }

    /** Our speed as a multiple of another's; nothing if it did not run beside. */
    OptionalDouble ratio(String name) {
        return against.stream().filter(a -> a.name.equals(name) && a.failure.isEmpty()).mapToDouble(Against::ratio).findFirst();
    }

    /** What was wrong, with it and with those that it ran beside: a few words each. */
    List<String> failures() {
        List<String> all = new ArrayList<>();
        failure.ifPresent(all::add);
        for (Against a : against) a.failure.ifPresent(f -> all.add("by " + a.name + " " + f));
        return all;
    }

    String json() {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("isa", isa);
        m.put("workload", workload);
        m.put("engine", engine);
        m.put("technique", technique);
        m.put("instructions", instructions());
        m.put("seconds", seconds());
        m.put("mips", mips());
        m.put("runs", allMips());
        m.put("against", against.stream().map(Measurement::json).toList());
        if (technique != Technique.BARE) m.put("exits", exits.stream().map(Measurement::json).toList());
        failure.ifPresent(f -> m.put("failure", f));
        return Json.line(m);
    }

    private static Map<String, Object> json(Against a) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("name", a.name);
        a.failure.ifPresentOrElse(f -> m.put("failure", f), () -> {
            m.put("seconds", a.seconds);
            m.put("ratio", a.ratio);
        });
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
