package org.polyvisor.cli.guest;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs a guest. */
@Command(name = "run", sortOptions = false, description = "Compile and boot a guest: 'polyvisor run --isa ISA --guest NAME …'.",
        footer = "All other options are those of 'polyvisor run'.")
public final class GuestRunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME|FILE.java",
            description = "A guest ('polyvisor guest list' shows them), or a source with 'static int main()'.")
    private String name = "";

    @Option(names = "--isa", required = true, paramLabel = "ISA", description = "The instruction set; 'polyvisor isa list' shows them.")
    private String isa = "";

    @Option(names = "--quiet", description = "Print nothing but what the guest prints.")
    private boolean quiet;

    @Unmatched
    private List<String> others = new ArrayList<>();

    /** Makes the command. */
    @Inject
    GuestRunCommand() {}

    @Override
    public Integer call() {
        CommandLine run = Objects.requireNonNull(spec.root().subcommands().get("run"));
        List<String> arguments = new ArrayList<>(List.of("--isa", isa, "--guest", name));
        if (quiet) arguments.add("--quiet");
        arguments.addAll(others);
        return run.execute(arguments.toArray(String[]::new));
    }
}
