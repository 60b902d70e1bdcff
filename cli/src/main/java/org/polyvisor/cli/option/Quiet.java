package org.polyvisor.cli.option;

import picocli.CommandLine.Option;

/** {@code --quiet} of commands that print nothing but their result anyway, so that a script can give it to all. */
public final class Quiet {
    @Option(names = "--quiet", description = "Print the result alone, which is all that this command prints.")
    @SuppressWarnings("unused")
    private boolean quiet;

    /** Makes it. */
    public Quiet() {}
}
