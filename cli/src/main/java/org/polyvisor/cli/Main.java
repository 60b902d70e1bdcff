package org.polyvisor.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import picocli.CommandLine;

/** The program. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        Injector injector = Guice.createInjector(new CommandModule());
        return new CommandLine(PolyvisorCommand.class, injector::getInstance).execute(arguments);
    }
}
