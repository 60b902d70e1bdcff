package org.polyvisor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.output.StandardOutput;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells users what went wrong: their own mistakes in a few lines, ours in a file. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final List<Path> directories;

    /**
     * Says where reports go.
     *
     * @param directories the first one that can be written
     */
    Failures(List<Path> directories) {
        this.directories = directories;
    }

    /** Reports go to the directory for temporary files, or else to the working directory. */
    static Failures withReports() {
        return new Failures(List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("")));
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
        List<String> unknown = line.getUnmatchedArguments();
        if (wrong instanceof MissingParameterException && !unknown.isEmpty()) message += ", and '" + unknown.getFirst() + "' is unknown";
        if (wrong instanceof UnmatchedArgumentException u && !u.isUnknownOption() && !line.getSubcommands().isEmpty())
            message = "there is no command '" + u.getUnmatched().getFirst() + "'";
        line.getErr().println(command + ": " + message.replaceFirst(" is not an? (int|long)$", " is not a whole number, or too large")
                .replaceFirst(" is not a double$", " is not a number"));
        line.getErr().println("Try '" + command + " --help'.");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        String command = line.getCommandSpec().qualifiedName();
        if (debug(line)) e.printStackTrace(line.getErr());
        if (e instanceof UsageException) {
            line.getErr().println(command + ": " + e.getMessage());
            return ExitCode.USAGE;
        }
        if (e instanceof StandardOutput.Failure) return ExitCode.FAILED; // Main tells it, whoever saw it first
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            Exception why = e instanceof UncheckedIOException u ? Objects.requireNonNull(u.getCause()) : e;
            line.getErr().println(command + ": " + why.getMessage());
            return ExitCode.FAILED;
        }
        return internal(command, e, parsed.originalArgs(), line.getErr());
    }

    private static boolean debug(CommandLine line) {
        CommandLine root = line;
        while (root.getParent() != null) root = root.getParent();
        return root.getCommand() instanceof PolyvisorCommand c && c.debug();
    }

    /**
     * Writes a report of an error of our own.
     *
     * @param command what was executed
     * @param error what happened
     * @param arguments of the program
     * @param err where the user is told
     * @return the exit code
     */
    int internal(String command, Throwable error, List<String> arguments, PrintWriter err) {
        err.println(command + ": internal error: " + error.toString().lines().findFirst().orElse(""));
        for (Path directory : directories) {
            try {
                Path report = Files.createTempFile(directory, "polyvisor-error-", ".txt");
                try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(report))) {
                    for (String v : new ProgramVersion().getVersion()) out.println(v);
                    out.println(System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                            + System.getProperty("os.arch"));
                    out.println("arguments: " + arguments);
                    error.printStackTrace(out);
                }
                err.println("This is a defect of polyvisor. What is known of it is in " + report.toAbsolutePath());
                return ExitCode.INTERNAL;
            } catch (IOException _) {
                // not writable: the next directory may be
            }
        }
        err.println("This is a defect of polyvisor. No report could be written; --debug shows where it happened.");
        return ExitCode.INTERNAL;
    }
}
