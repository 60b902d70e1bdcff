package org.polyvisor.guest.program;

/** The numbers of system calls, and results that several have. */
public final class SystemCall {
    /** Prints: buffer, offset, length. Its result is the length, or {@link #REFUSED}. */
    public static final int WRITE = 1;
    /** Waits for a line to be typed: buffer, offset, length. Its result is the length of the line, cut to the buffer's. */
    public static final int READ = 2;
    /** Asks for memory: how many addresses. Its result is the first, or {@link #REFUSED}. */
    public static final int MEMORY = 3;
    /** Waits: how many ticks of the clock, 10 ms each. */
    public static final int SLEEP = 4;
    /** Ends the program: a code. */
    public static final int EXIT = 5;
    /** Sends a message: the task's number, a word. Its result is 0, {@link #REFUSED} if there is no such task, or {@link #FULL}. */
    public static final int SEND = 6;
    /** Waits for a message. Its result is the word. */
    public static final int RECEIVE = 7;
    /** Its result is how many ticks there were. */
    public static final int TIME = 8;
    /** Lets others run. */
    public static final int YIELD = 9;
    /** Its result is the task's own number. */
    public static final int TASK = 10;

    /** Nothing was done: an argument is wrong, or there is nothing left. */
    public static final int REFUSED = -1;
    /** The receiver has as many messages as it can have. */
    public static final int FULL = -2;

    private SystemCall() {}
}
