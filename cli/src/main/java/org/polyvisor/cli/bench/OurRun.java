package org.polyvisor.cli.bench;

import java.util.List;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;

/** A workload on machines of ours: each time on a new one. */
final class OurRun implements Contestant {
    private final InstructionSet set;
    private final Workload.Version version;
    private final Engine engine;
    private final ChosenTechnique technique;
    private List<ExitCost> exits = List.of();

    OurRun(InstructionSet set, Workload.Version version, Engine engine, ChosenTechnique technique) {
        this.set = set;
        this.version = version;
        this.engine = engine;
        this.technique = technique;
    }

    @Override
    public Lap run() throws UsageException {
        Architecture a = set.architecture("");
        try (ProgramRun run = new ProgramRun(set, version, engine.on(technique.processor(a)), _ -> {})) {
            run.run(Long.MAX_VALUE);
            exits = run.exitCosts();
            return run.failure().map(Lap::failed)
                    .orElseGet(() -> Lap.of(run.measuredSeconds(), version.repetitions(), run.measuredInstructions()));
        }
    }

    int repetitions() {
        return version.repetitions();
    }

    /** What the last one's exits cost. */
    List<ExitCost> exits() {
        return exits;
    }
}
