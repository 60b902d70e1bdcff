package org.polyvisor.isa.s370.guest;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.platform.Console;

/**
 * A console that keeps what is printed.
 *
 * @param paper what is printed
 * @param keys the devices that take what is typed
 */
record PaperConsole(StringBuilder paper, List<Console.Input> keys) implements Console {
    PaperConsole(StringBuilder paper) {
        this(paper, new ArrayList<>());
    }

    @Override
    public void write(String text) {
        paper.append(text);
    }

    @Override
    public void connect(Input input) {
        keys.add(input);
    }
}
