package org.polyvisor.cli.experiment;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.output.Json;
import org.polyvisor.cli.output.Table;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scenarios and checks their claims. */
@Command(name = "experiment", description = "List the scenarios, or run one on every instruction set and check its claims.",
        footer = "The exit code is 1 if a claim does not hold.")
public final class ExperimentCommand implements Callable<Integer> {
    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "list|NAME", description = "Which scenario; 'list' (the default) shows them.")
    private String name = "list";

    @Option(names = "--isa", paramLabel = "ISA", description = "Only on this instruction set.")
    private String isa = "";

    @Option(names = "--json", description = "Print a JSON object for each instruction set.")
    private boolean json;

    @Option(names = "--quiet", description = "Print only claims that do not hold.")
    private boolean quiet;

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    ExperimentCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        PrintWriter out = spec.commandLine().getOut();
        if (!isa.isEmpty()) sets.named(isa);
        if (name.equals("list")) {
            list(out);
            return ExitCode.DONE;
        }
        Experiment experiment = Experiment.ALL.stream().filter(e -> e.name().equals(name)).findFirst()
                .orElseThrow(() -> new UsageException("there is no experiment '" + name + "': there are "
                        + Experiment.ALL.stream().map(Experiment::name).collect(Collectors.joining(", "))));
        if (!isa.isEmpty()) return show(experiment, sets.named(isa)) ? ExitCode.DONE : ExitCode.FAILED;
        boolean hold = true;
        UsageException senseless = new UsageException("there is no instruction set");
        int shown = 0;
        for (InstructionSet set : sets.all())
            try {
                hold &= show(experiment, set);
                shown++;
            } catch (UsageException e) {
                senseless = e;
                spec.commandLine().getErr().println("polyvisor: left out " + set.name() + ": " + e.getMessage());
            }
        if (shown == 0) throw senseless;
        return hold ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Runs it on one instruction set; throws where it makes no sense there. */
    private boolean show(Experiment experiment, InstructionSet set) throws UsageException {
        PrintWriter out = spec.commandLine().getOut();
        Findings found = experiment.run(Subject.of(set));
        if (json) out.println(line(experiment, set, found));
        else print(experiment, set, found, out);
        return found.hold();
    }

    private void list(PrintWriter out) {
        if (json) {
            for (Experiment e : Experiment.ALL) out.println(Json.line(Map.of("experiment", e.name(), "description", e.description())));
            return;
        }
        Table table = new Table("NAME", "WHAT RUNNING IT SHOWS");
        for (Experiment e : Experiment.ALL) table.row(e.name(), e.description());
        table.lines().forEach(out::println);
    }

    private static String line(Experiment experiment, InstructionSet set, Findings found) {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("experiment", experiment.name());
        o.put("isa", set.name());
        o.put("holds", found.hold());
        List<Map<String, Object>> claims = new ArrayList<>();
        for (Claim c : found.claims()) {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("claim", c.claim());
            m.put("expected", c.expected());
            m.put("measured", c.measured());
            m.put("holds", c.holds());
            claims.add(m);
        }
        o.put("claims", claims);
        return Json.line(o);
    }

    private void print(Experiment experiment, InstructionSet set, Findings found, PrintWriter out) {
        if (!quiet) {
            out.println(experiment.name() + " on " + set.name() + ": " + experiment.description());
            for (Findings.Titled t : found.tables()) {
                out.println();
                out.println(t.title());
                t.table().lines().forEach(l -> out.println("  " + l));
            }
            out.println();
            found.notes().forEach(n -> out.println("note: " + n));
        }
        for (Claim c : found.claims()) {
            if (quiet && c.holds()) continue;
            out.println((c.holds() ? "holds: " : "DOES NOT HOLD: ") + c.claim());
            out.println("    expected " + c.expected() + "; measured " + c.measured());
        }
        if (!quiet) out.println();
    }
}
