package org.polyvisor.cli.option;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * The program's standard input, and its standard output for bytes; neither is buffered.
 *
 * @param in standard input
 * @param out standard output
 */
public record HostStreams(InputStream in, OutputStream out) {

    /** {@return whether a person sits at a terminal, for input and for output} */
    public static boolean interactive() {
        java.io.Console c = System.console();
        return c != null && c.isTerminal();
    }
}
