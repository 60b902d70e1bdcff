package org.polyvisor.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.TechniqueChoice;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;

/** The workloads of instruction sets, on machines. */
final class Programs {
    private Programs() {}

    /** The instruction sets that are found, by name. */
    static List<InstructionSet> sets() {
        return ServiceLoader.load(InstructionSet.class).stream().map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(InstructionSet::name)).toList();
    }

    static InstructionSet set(String name) {
        return sets().stream().filter(s -> s.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no instruction set " + name));
    }

    /** Those that compute. */
    static List<Workload> computing(InstructionSet s) {
        return workloads(s, w -> !w.name().equals(Workload.EXITS));
    }

    /** The one that is all exits. */
    static Workload exits(InstructionSet s) {
        return workloads(s, w -> w.name().equals(Workload.EXITS)).getFirst();
    }

    private static List<Workload> workloads(InstructionSet s, Predicate<Workload> wanted) {
        List<Workload> all = s.workloads().stream().filter(wanted).toList();
        if (all.isEmpty()) throw new IllegalArgumentException(s.name() + " has no such workload");
        return all;
    }

    /**
     * A machine with a program in it.
     *
     * @param technique a name of {@link TechniqueChoice#NAMES}
     */
    static BareMachine machine(InstructionSet s, String technique, Tier tier, Workload.Version program) {
        try {
            Architecture a = s.architecture("");
            TechniqueChoice chosen = TechniqueChoice.of(technique, a);
            BareMachine m = new BareMachine(s, a, BareMachine.Settings.of(s.defaultStorage()), storage -> {
                Host h = chosen.processor(a).apply(storage);
                h.tier(tier);
                return h;
            });
            m.attach(Map.of());
            program.loader().load(m);
            return m;
        } catch (UsageException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
