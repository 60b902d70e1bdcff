package org.polyvisor.isa.x86lite.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.polyvisor.isa.UsageException;

/** A file that records what a serial port sends, byte for byte. Nothing arrives from it. */
final class FileLine implements SerialLine {
    private final String name;
    private final OutputStream file;

    /**
     * Makes the file, or empties it.
     *
     * @param name its name
     * @throws UsageException if it cannot be written
     */
    FileLine(String name) throws UsageException {
        this.name = name;
        try {
            file = Files.newOutputStream(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw UsageException.unwritable("--attach com1=" + name, name, e);
        }
    }

    @Override
    public void transmit(int character) {
        try {
            file.write(character);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void connect(Uart16550 port) {}

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UncheckedIOException failure(IOException e) {
        return new UncheckedIOException(new IOException("com1=" + name + ": it cannot be written: " + e.getMessage(), e));
    }
}
