package org.polyvisor.isa.guest;

/** Why the kernel of the guest operating system was entered: numbers, so that the compiler's subset can switch on them. */
public final class TrapCause {
    /** The timer. */
    public static final int TIMER = 0;
    /** A system call. */
    public static final int SYSTEM_CALL = 1;
    /** The console: something was typed, or output is complete. */
    public static final int CONSOLE = 2;
    /** An instruction that only the supervisor may execute. */
    public static final int PRIVILEGED = 3;
    /** Storage that the program may not use, or that is not there. */
    public static final int PROTECTION = 4;
    /** An index outside an array. */
    public static final int INDEX = 5;
    /** A division by zero. */
    public static final int DIVIDE = 6;
    /** A null reference, where a check found it. */
    public static final int NULL = 7;
    /** No instruction at all. */
    public static final int OPERATION = 8;
    /** Anything else. */
    public static final int OTHER = 9;

    private TrapCause() {}
}
