package org.polyvisor.cli.isa;

import jakarta.inject.Inject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about instruction sets. */
@Command(name = "isa", description = "List the instruction sets, show one, disassemble, assemble.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {ListCommand.class, ShowCommand.class, DisassembleCommand.class, AssembleCommand.class})
public final class IsaCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Makes the command. */
    @Inject
    IsaCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
