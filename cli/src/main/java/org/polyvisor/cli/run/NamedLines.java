package org.polyvisor.cli.run;

import java.io.IOException;
import java.io.Writer;
import org.polyvisor.cli.output.GuestText;

/** Puts what one of several machines prints on a common screen: line by line, each with the machine's name. */
final class NamedLines extends Writer {
    private final String name;
    private final Writer screen;
    private final StringBuilder line = new StringBuilder();

    /**
     * Makes one.
     *
     * @param name the machine
     * @param screen where the lines go
     */
    NamedLines(String name, Writer screen) {
        this.name = name;
        this.screen = screen;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (text[i] == '\n') end();
            else line.append(text[i]);
        }
    }

    private void end() throws IOException {
        screen.write(name + ": " + GuestText.printable(line.toString()).strip() + "\n");
        line.setLength(0);
    }

    /** Does nothing by itself: a line that is not whole waits for the rest. */
    @Override
    public void flush() throws IOException {
        screen.flush();
    }

    @Override
    public void close() throws IOException {
        if (!line.isEmpty()) end();
        screen.flush();
    }
}
