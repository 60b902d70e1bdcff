package org.polyvisor.cli.option;

/** What the program tells its caller. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** The run or check failed. */
    public static final int FAILED = 1;
    /** Wrong usage or unusable input. */
    public static final int USAGE = 2;
    /** The guest stopped abnormally. */
    public static final int ABNORMAL = 3;
    /** A limit was reached. */
    public static final int LIMIT = 4;
    /** Internal error. */
    public static final int INTERNAL = 70;
    /** Interrupted by the user. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
