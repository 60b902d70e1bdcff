package org.polyvisor.cli.exec;

import jakarta.inject.Inject;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.HostStreams;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Quiet;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs cases. */
@Command(name = "exec", description = "Run cases, one JSON object a line, and print their results, one a line in the same order.",
        footer = {"", "A case:", "  {\"id\":\"add\",\"isa\":NAME,\"memory\":\"64K\",",
            "   \"load\":[{\"at\":\"0x200\",\"hex\":\"…\"}],\"set\":{REGISTER:VALUE},",
            "   \"run\":{\"maxInstructions\":1,\"stopAt\":[]},\"intercept\":[CLASS],",
            "   \"report\":{\"registers\":[REGISTER],\"storage\":[{\"at\":0,\"length\":16}]}}",
            "A result:", "  {\"id\":\"add\",\"exit\":\"budget\",\"instructions\":1,", "   \"registers\":{…},\"storage\":[…]}",
            "A case that is malformed is answered with {\"id\":…,\"error\":…}; then the exit",
            "code is 1."})
public final class ExecCommand implements Callable<Integer> {
    private final InstructionSets sets;
    private final HostStreams streams;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The cases; without it, or for -, standard input.")
    private @Nullable Path file;

    @Mixin
    @SuppressWarnings("unused")
    private Quiet quiet = new Quiet();

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     * @param streams where cases come from and results go
     */
    @Inject
    ExecCommand(InstructionSets sets, HostStreams streams) {
        this.sets = sets;
        this.streams = streams;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        if (file == null || file.toString().equals("-")) return execute(streams.in(), streams.out(), !isFile(streams.in()));
        try (InputStream in = open(file)) {
            return execute(in, streams.out(), false);
        }
    }

    private static InputStream open(Path path) throws UsageException {
        try {
            if (Files.isDirectory(path)) throw new IOException("it is a directory");
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw InputFile.unreadable(path, e);
        }
    }

    /** A file has a size; a pipe or a terminal has none. */
    private static boolean isFile(InputStream in) {
        try {
            return in instanceof FileInputStream f && f.getChannel().size() > 0;
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * Runs all cases.
     *
     * @param in the cases
     * @param out where results go
     * @param flushed whether each goes there at once
     * @return the exit code
     * @throws IOException if reading or writing fails
     */
    int execute(InputStream in, OutputStream out, boolean flushed) throws IOException {
        Lines lines = new Lines(in);
        CaseReader reader = new CaseReader();
        CaseRunner runner = new CaseRunner(sets);
        Case c = new Case();
        Result r = new Result();
        int code = ExitCode.DONE;
        RuntimeException defect = null;
        try (ResultWriter writer = new ResultWriter(out, flushed)) {
            while (lines.next()) {
                if (lines.blank()) continue;
                try {
                    reader.read(lines.buffer(), lines.from(), lines.length(), c);
                    runner.run(c, r);
                    writer.write(c.id, r);
                } catch (UsageException e) {
                    writer.write(c.id, String.valueOf(e.getMessage()));
                    code = ExitCode.FAILED;
                } catch (RuntimeException e) {
                    // a defect of ours: the other cases have their results all the same, and it is reported at the end
                    writer.write(c.id, "internal error: " + e);
                    runner.forget();
                    if (defect == null) defect = e;
                }
            }
        }
        if (defect != null) throw defect;
        return code;
    }
}
