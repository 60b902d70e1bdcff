package org.polyvisor.cli.run;

import java.io.IOException;
import java.io.Writer;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/** The terminal, every key of which goes to the machine but those after Ctrl-A. */
final class Keyboard implements Runnable, AutoCloseable {
    private static final long POLL_MILLISECONDS = 100;

    private final Terminal terminal;
    private final Attributes before;
    private final HostInput input = new HostInput();
    private final Keys keys = new Keys(input);
    private volatile boolean closed;

    Keyboard() throws IOException {
        terminal = TerminalBuilder.builder().system(true).build();
        before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlags(EnumSet.of(LocalFlag.ISIG), false);
        terminal.setAttributes(raw);
        Thread.ofPlatform().daemon().name("keyboard").start(this);
    }

    HostInput input() {
        return input;
    }

    Writer screen() {
        return terminal.writer();
    }

    @Override
    public void run() {
        try {
            NonBlockingReader reader = terminal.reader();
            while (!closed) {
                int key = reader.read(POLL_MILLISECONDS);
                if (key == NonBlockingReader.EOF) break;
                if (key >= 0) keys.pressed((char) key);
            }
        } catch (IOException _) {
            // a terminal that breaks has ended
        } finally {
            input.end();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        terminal.setAttributes(before);
        terminal.close();
    }
}
