package org.polyvisor.cli.bench;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.Json;
import org.polyvisor.cli.output.Table;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The same work on every instruction set, under every technique. */
@Command(name = "compare", sortOptions = false,
        description = "Run a workload on each instruction set, under each technique, on each engine: one table.",
        footer = {"", "CODE: bytes of instructions executed. STORAGE: bytes of the pages used. A technique under which the guest would",
            "not do the same as bare is left out; 'polyvisor classify' says why."})
public final class CompareCommand implements Callable<Integer> {
    private static final List<Engine> ENGINES = List.of(Engine.INTERPRETER, Engine.TRANSLATOR);

    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "WORKLOAD", description = "Which workloads; default all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--brief", description = "Run the brief versions.")
    private boolean brief;

    @Option(names = "--json", description = "Print a JSON object a line.")
    private boolean json;

    @Option(names = "--quiet", description = "Print no progress.")
    private boolean quiet;

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    CompareCommand(InstructionSets sets) {
        this.sets = sets;
    }

    /** One row. */
    private record Row(String workload, String isa, Technique technique, Engine engine, long instructions, int codeBytes, long storageBytes,
            long exits, double seconds) {

        double mips() {
            return instructions / seconds / 1e6;
        }

        String json() {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("workload", workload);
            m.put("isa", isa);
            m.put("technique", technique);
            m.put("engine", engine);
            m.put("instructions", instructions);
            m.put("codeBytes", codeBytes);
            m.put("storageBytes", storageBytes);
            m.put("exits", exits);
            m.put("seconds", seconds);
            m.put("mips", mips());
            return Json.line(m);
        }
    }

    @Override
    public Integer call() throws UsageException {
        Set<String> known = sets.all().stream().flatMap(s -> s.workloads().stream()).map(Workload::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String n : names)
            if (!known.contains(n)) throw new UsageException("there is no workload '" + n + "': there are " + String.join(", ", known));
        PrintWriter out = spec.commandLine().getOut(), err = spec.commandLine().getErr();
        Table table = new Table("WORKLOAD", "ISA", "TECHNIQUE", "ENGINE", "INSTRUCTIONS", "CODE", "STORAGE", "EXITS", "SECONDS", "MIPS");
        int code = ExitCode.DONE;
        for (String name : known) {
            if (!names.isEmpty() && !names.contains(name)) continue;
            for (InstructionSet set : sets.all()) {
                for (Engine engine : ENGINES) {
                    warm(set, name, engine);
                    for (Technique technique : Technique.COMPARED) {
                        ChosenTechnique chosen = technique.on(set.architecture(""));
                        if (!chosen.equivalent()) continue;
                        for (Workload w : set.workloads()) {
                            if (!w.name().equals(name)) continue;
                            if (!quiet && !json) err.println("running " + name + " on " + set.name() + " " + technique + " " + engine);
                            code = Math.max(code, measure(set, w, chosen, engine, table, out));
                        }
                    }
                }
            }
        }
        if (!json) table.lines().forEach(out::println);
        return code;
    }

    /** Runs it once, unmeasured, so that the host's compiler has had its time. */
    private void warm(InstructionSet set, String name, Engine engine) throws UsageException {
        for (Workload w : set.workloads())
            if (w.name().equals(name))
                try (ProgramRun run = new ProgramRun(set, brief ? w.brief() : w.full(),
                        engine.on(Technique.BARE.on(set.architecture("")).processor(set.architecture(""))), _ -> {})) {
                    run.run(Long.MAX_VALUE);
                }
    }

    private int measure(InstructionSet set, Workload w, ChosenTechnique chosen, Engine engine, Table table, PrintWriter out) throws UsageException {
        try (ProgramRun run = new ProgramRun(set, brief ? w.brief() : w.full(), engine.on(chosen.processor(set.architecture(""))), _ -> {})) {
            run.run(Long.MAX_VALUE);
            BareMachine m = run.machine();
            long exits = run.exits().values().stream().mapToLong(Long::longValue).sum();
            Row r = new Row(w.name(), set.name(), chosen.technique(), engine, m.instructions(), m.codeBytes(),
                    m.processor().storage().used(), exits, run.nanoseconds() / 1e9);
            if (json) out.println(r.json());
            else table.row(r.workload, r.isa, r.technique, r.engine, r.instructions, r.codeBytes, r.storageBytes, r.exits,
                        String.format(Locale.ROOT, "%.3f", r.seconds), r.mips());
            if (run.failure().isEmpty()) return ExitCode.DONE;
            spec.commandLine().getErr().println(spec.qualifiedName() + ": " + w.name() + " on " + set.name() + " " + run.failure().get());
            return ExitCode.FAILED;
        }
    }
}
