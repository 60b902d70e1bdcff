package org.polyvisor.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.ExitCode;

/** Standard output, which remembers that it could not be written: no command that prints is done then. */
public final class StandardOutput extends OutputStream {

    /** It cannot be written. */
    public static final class Failure extends IOException {
        private static final long serialVersionUID = 1;

        private Failure(IOException why) {
            super(why.getMessage(), why);
        }
    }

    private final OutputStream out;
    private @Nullable Failure failure;

    /**
     * Watches a stream.
     *
     * @param out the file, pipe or terminal
     */
    public StandardOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int from, int length) throws IOException {
        try {
            out.write(b, from, length);
        } catch (IOException e) {
            failure = new Failure(e);
            throw failure;
        }
    }

    /**
     * Says what became of the output. Whoever closed a pipe has seen enough, and is told nothing.
     *
     * @param code the exit code of the command that printed
     * @param err where the user is told
     * @return the exit code of the program
     */
    public int checked(int code, PrintWriter err) {
        if (failure == null) return code;
        String why = failure.getMessage();
        if (!"Broken pipe".equals(why)) err.println("polyvisor: standard output cannot be written: " + why);
        return code == ExitCode.DONE ? ExitCode.FAILED : code;
    }
}
