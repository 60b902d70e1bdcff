package org.polyvisor.cli.guest;

import jakarta.inject.Inject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about guests. */
@Command(name = "guest", description = "List, build and run guests of the guest operating system.",
        subcommands = {GuestListCommand.class, GuestBuildCommand.class, GuestRunCommand.class})
public final class GuestCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Makes the command. */
    @Inject
    GuestCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, build or run");
    }
}
