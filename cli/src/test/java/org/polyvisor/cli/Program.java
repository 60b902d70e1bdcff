package org.polyvisor.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.polyvisor.cli.option.HostStreams;
import picocli.CommandLine;

/** The program as its callers see it. */
public final class Program {

    /**
     * What it answered.
     *
     * @param code the exit code
     * @param out standard output
     * @param err standard error
     */
    public record Answer(int code, String out, String err) {}

    private Program() {}

    /** A program of x86lite in its module, by name. */
    public static String kernel(String name) {
        return Path.of("../isa-x86lite/src/main/resources/org/polyvisor/isa/x86lite/workloads").resolve(name + ".elf").toString();
    }

    /** Executes a command without input. */
    public static Answer execute(String... arguments) {
        return executeWith("", arguments);
    }

    /** Executes a command without input, whose output goes to a stream: all of it. */
    public static Answer executeInto(OutputStream out, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(List.of(arguments).contains("run"), new HostStreams(InputStream.nullInputStream(), out))
                .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Answer(line.execute(arguments), "", err.toString());
    }

    /** Executes a command. */
    public static Answer executeWith(String input, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringWriter out = new StringWriter(), err = new StringWriter();
        HostStreams streams = new HostStreams(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), bytes);
        CommandLine line = Main.commandLine(List.of(arguments).contains("run"), streams).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Answer(code, out + bytes.toString(StandardCharsets.UTF_8), err.toString());
    }
}
