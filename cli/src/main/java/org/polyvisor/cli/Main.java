package org.polyvisor.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.polyvisor.cli.option.HostStreams;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.output.StandardOutput;
import org.polyvisor.cli.run.RunCommand;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** The program. */
public final class Main {
    /** What the modules remark about guests. The logger is kept here because the logging system would forget it, and its level. */
    private static final class Remarks {
        static final Logger LOGGER = Logger.getLogger("org.polyvisor");
    }

    private Main() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "polyvisor: %5$s%n");
        if (List.of(arguments).contains("--quiet")) Remarks.LOGGER.setLevel(Level.OFF);
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Thread.setDefaultUncaughtExceptionHandler((_, e) ->
                Runtime.getRuntime().halt(Failures.withReports().internal("polyvisor", e, List.of(arguments), err)));
        CommandLine line = commandLine(List.of(arguments).contains("run"), new HostStreams(new FileInputStream(FileDescriptor.in), output))
                .setOut(out).setErr(err);
        int code = line.execute(arguments);
        out.flush();
        System.exit(output.checked(code, err));
    }

    /** Makes commands with their collaborators, and whatever needs none. */
    private record InjectedCommands(Injector injector) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            boolean bound = injector.getExistingBinding(Key.get(type)) != null;
            return bound ? injector.getInstance(type) : CommandLine.defaultFactory().create(type);
        }
    }

    /**
     * The whole command tree, with its collaborators injected.
     *
     * @param platforms whether to ask the instruction sets for the options that they contribute to {@code run}, which loads them
     * @param streams of the process
     */
    static CommandLine commandLine(boolean platforms, HostStreams streams) {
        Injector injector = Guice.createInjector(new CommandModule(streams));
        CommandLine line = new CommandLine(PolyvisorCommand.class, new InjectedCommands(injector));
        InstructionSets sets = injector.getInstance(InstructionSets.class);
        if (platforms) RunCommand.contribute(Objects.requireNonNull(line.getSubcommands().get("run")).getCommandSpec(), sets);
        Failures failures = Failures.withReports();
        return line.setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures).setUsageHelpAutoWidth(true);
    }
}
