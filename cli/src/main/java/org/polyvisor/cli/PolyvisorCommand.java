package org.polyvisor.cli;

import jakarta.inject.Inject;
import org.polyvisor.cli.bench.BenchCommand;
import org.polyvisor.cli.bench.CompareCommand;
import org.polyvisor.cli.demo.DemoCommand;
import org.polyvisor.cli.exec.ExecCommand;
import org.polyvisor.cli.experiment.ExperimentCommand;
import org.polyvisor.cli.guest.GuestCommand;
import org.polyvisor.cli.isa.ClassifyCommand;
import org.polyvisor.cli.isa.IsaCommand;
import org.polyvisor.cli.run.HostCommand;
import org.polyvisor.cli.run.RunCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top of the command tree. */
@Command(
        name = "polyvisor",
        description = "One hypervisor and one guest operating system over any instruction set.",
        versionProvider = ProgramVersion.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            LaterCommands.Test.class,
            RunCommand.class,
            ExecCommand.class,
            HostCommand.class,
            GuestCommand.class,
            IsaCommand.class,
            ClassifyCommand.class,
            CompareCommand.class,
            ExperimentCommand.class,
            BenchCommand.class,
            LaterCommands.Maven.class
        })
final class PolyvisorCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where in the program an error happened.")
    private boolean debug;

    @Inject
    PolyvisorCommand() {}

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
