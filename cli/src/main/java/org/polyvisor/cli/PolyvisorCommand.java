package org.polyvisor.cli;

import jakarta.inject.Inject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top of the command tree. */
@Command(
        name = "polyvisor",
        description = "One hypervisor and one guest operating system over any instruction set.",
        versionProvider = ProgramVersion.class,
        mixinStandardHelpOptions = true)
final class PolyvisorCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Inject
    PolyvisorCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
