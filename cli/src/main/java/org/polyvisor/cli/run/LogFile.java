package org.polyvisor.cli.run;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.option.OutputFile;
import org.polyvisor.isa.UsageException;

/** A file for what a console prints. What it held is there until the machine begins: a directory with mistakes costs nobody a log. */
final class LogFile extends Writer {
    private final Path path;
    private @Nullable Writer file;

    /**
     * Checks that it can be written.
     *
     * @param path the file
     * @throws UsageException if it cannot
     */
    LogFile(Path path) throws UsageException {
        OutputFile.check(path);
        this.path = path;
    }

    /** Makes the file, or empties it. */
    void begin() throws UsageException {
        try {
            file();
        } catch (IOException e) {
            throw InputFile.unwritable(path, e);
        }
    }

    private Writer file() throws IOException {
        Writer f = file;
        if (f == null) file = f = Files.newBufferedWriter(path);
        return f;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        file().write(text, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (file != null) file.flush();
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
    }
}
