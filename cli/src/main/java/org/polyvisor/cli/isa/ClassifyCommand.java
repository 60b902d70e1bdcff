package org.polyvisor.cli.isa;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Quiet;
import org.polyvisor.cli.output.Json;
import org.polyvisor.cli.output.Table;
import org.polyvisor.hypervisor.Classifier;
import org.polyvisor.hypervisor.Verdict;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether an instruction set can be virtualized. */
@Command(name = "classify",
        description = "Judge whether an instruction set can be virtualized by trapping (Popek and Goldberg), with evidence.")
public final class ClassifyCommand implements Callable<Integer> {
    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Processor processor = new Processor();

    @Option(names = "--all", description = "List the innocuous instructions, too.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object, with all instructions.")
    private boolean json;

    @Mixin
    @SuppressWarnings("unused")
    private Quiet quiet = new Quiet();

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    ClassifyCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        InstructionSet set = processor.set(sets);
        Architecture a = processor.architecture(set);
        List<Verdict> verdicts = new Classifier(a).all();
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(json(set, verdicts));
        else print(set, a, verdicts, out);
        return ExitCode.DONE;
    }

    private static String json(InstructionSet set, List<Verdict> verdicts) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("isa", set.name());
        object.put("virtualizable", Classifier.virtualizable(verdicts));
        object.put("why", Classifier.reason(verdicts));
        object.put("conditions", conditions(verdicts));
        object.put("instructions", verdicts.stream().map(ClassifyCommand::object).toList());
        return Json.line(object);
    }

    private static Map<String, Object> object(Verdict v) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("mnemonic", v.row().mnemonic());
        object.put("encoding", v.row().encoding());
        object.put("verdict", v.kind());
        object.put("evidence", v.evidence());
        if (!v.condition().isEmpty()) object.put("condition", v.condition());
        return object;
    }

    private static List<String> conditions(List<Verdict> verdicts) {
        return verdicts.stream().filter(v -> v.kind() == Verdict.Kind.SENSITIVE && !v.condition().isEmpty())
                .map(v -> v.row().mnemonic() + ": " + v.condition()).distinct().toList();
    }

    private void print(InstructionSet set, Architecture a, List<Verdict> verdicts, PrintWriter out) {
        Table table = new Table("MNEMONIC", "ENCODING", "VERDICT", "EVIDENCE");
        for (Verdict v : verdicts) {
            if (v.kind() == Verdict.Kind.INNOCUOUS && !all) continue;
            String condition = v.condition().isEmpty() ? "" : " (harmless if " + v.condition() + ")";
            table.row(v.row().mnemonic(), v.row().encoding(), v.kind(), String.join("; ", v.evidence()) + condition);
        }
        table.lines().forEach(out::println);
        out.println();
        for (Verdict.Kind k : Verdict.Kind.values())
            out.println(verdicts.stream().filter(v -> v.kind() == k).count() + " of " + verdicts.size() + " instructions are " + k);
        out.println(set.name() + " " + a.model() + (Classifier.virtualizable(verdicts) ? " can" : " cannot")
                + " be virtualized by trap-and-emulate: " + Classifier.reason(verdicts));
        conditions(verdicts).forEach(c -> out.println("condition: " + c));
    }
}
