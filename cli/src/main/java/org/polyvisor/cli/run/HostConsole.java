package org.polyvisor.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.platform.Console;

/** The host's side of a machine's consoles: all print on one screen, the first one that is connected takes what is typed. */
final class HostConsole implements Console {
    private final Writer screen;
    private final Consumer<String> listener;
    private @Nullable Input input;
    private boolean dirty;
    private boolean broken;

    /**
     * Makes one.
     *
     * @param screen where everything is printed
     * @param listener is told of it, too
     */
    HostConsole(Writer screen, Consumer<String> listener) {
        this.screen = screen;
        this.listener = listener;
    }

    @Override
    public void write(String text) {
        try {
            screen.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dirty = true;
        listener.accept(text);
    }

    void flush() {
        if (!dirty) return;
        dirty = false;
        try {
            screen.flush();
            broken = screen instanceof PrintWriter p && p.checkError();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the screen has gone away. */
    boolean broken() {
        return broken;
    }

    @Override
    public void connect(Input device) {
        if (input == null) input = device;
    }

    void type(String text) {
        if (input != null) input.type(text);
    }

    void attention() {
        if (input != null) input.attention();
    }
}
