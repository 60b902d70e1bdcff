package org.polyvisor.isa.x86lite.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import org.polyvisor.isa.UsageException;

/**
 * A file that records what a serial port sends, byte for byte. Nothing arrives from it. What it held is there until the machine has run: a
 * machine that could not be started costs nobody a record.
 */
final class FileLine implements SerialLine {
    private final String name;
    private final LongSupplier now;
    private final FileChannel channel;
    private final OutputStream file;
    private boolean emptied;

    /**
     * Makes the file if it is not there.
     *
     * @param name its name
     * @param now virtual time
     * @throws UsageException if it cannot be written
     */
    FileLine(String name, LongSupplier now) throws UsageException {
        this.name = name;
        this.now = now;
        try {
            channel = FileChannel.open(Path.of(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException | InvalidPathException e) {
            throw UsageException.unwritable("--attach com1=" + name, name, e);
        }
        file = Channels.newOutputStream(channel);
    }

    @Override
    public void transmit(int character) {
        try {
            empty();
            file.write(character);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void empty() throws IOException {
        if (!emptied && Files.isRegularFile(Path.of(name))) channel.truncate(0);
        emptied = true;
    }

    @Override
    public void connect(Uart16550 port) {}

    @Override
    public void close() {
        try {
            if (channel.isOpen() && now.getAsLong() > 0) empty();
            file.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UncheckedIOException failure(IOException e) {
        return new UncheckedIOException(new IOException("com1=" + name + ": it cannot be written: " + e.getMessage(), e));
    }
}
