package org.polyvisor.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command tree, with its collaborators injected. */
    static CommandLine commandLine() {
        Injector injector = Guice.createInjector(new CommandModule());
        return new CommandLine(PolyvisorCommand.class, injector::getInstance).setParameterExceptionHandler(Main::wrongUsage);
    }

    private static int wrongUsage(ParameterException wrong, String[] arguments) {
        PrintWriter err = wrong.getCommandLine().getErr();
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        err.println(command + ": " + wrong.getMessage());
        err.println("Try '" + command + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }
}
