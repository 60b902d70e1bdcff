package org.polyvisor.cli.guest;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.Quiet;
import org.polyvisor.cli.output.Json;
import org.polyvisor.cli.output.Table;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.GuestProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the guests that come along. */
@Command(name = "list", description = "List the guests that come along.")
public final class GuestListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON object a line.")
    private boolean json;

    @Mixin
    @SuppressWarnings("unused")
    private Quiet quiet = new Quiet();

    /** Makes the command. */
    @Inject
    GuestListCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Table table = new Table("GUEST", "PROGRAMS", "WHAT IT DOES");
        for (GuestDefinition d : GuestCatalogue.all()) {
            String programs = d.programs().stream().map(GuestProgram::name).collect(Collectors.joining(" "));
            table.row(d.name(), programs, d.description());
            if (json) out.println(line(d));
        }
        if (!json) table.lines().forEach(out::println);
        return ExitCode.DONE;
    }

    private static String line(GuestDefinition d) {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("guest", d.name());
        o.put("programs", d.programs().stream().map(GuestProgram::name).toList());
        o.put("description", d.description());
        return Json.line(o);
    }
}
