package org.polyvisor.cli.isa;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Quiet;
import org.polyvisor.cli.output.Json;
import org.polyvisor.cli.output.Table;
import org.polyvisor.isa.InstructionSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the instruction sets. */
@Command(name = "list", description = "List the instruction sets that are installed.")
public final class ListCommand implements Callable<Integer> {
    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON object a line.")
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
    ListCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Table table = new Table("NAME", "WHAT IT IS", "PROCESSORS", "FEATURES");
        for (InstructionSet s : sets.all()) {
            if (json) out.println(line(s));
            else table.row(s.name(), s.description(), String.join(" ", s.models()), String.join(" ", s.features()));
        }
        if (!json) table.lines().forEach(out::println);
        return ExitCode.DONE;
    }

    private static String line(InstructionSet s) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("isa", s.name());
        all.put("description", s.description());
        all.put("models", s.models());
        all.put("features", s.features());
        return Json.line(all);
    }
}
