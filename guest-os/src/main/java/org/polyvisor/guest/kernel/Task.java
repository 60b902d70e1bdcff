package org.polyvisor.guest.kernel;

/** A program in its slot. */
final class Task {
    /** It can run. */
    static final int READY = 0;
    /** Until the clock shows {@link #wake}. */
    static final int SLEEPING = 1;
    /** Until a message comes. */
    static final int RECEIVING = 2;
    /** Until a line is typed. */
    static final int READING = 3;
    /** It ended by itself. */
    static final int ENDED = 4;
    /** The kernel ended it. */
    static final int ABENDED = 5;

    static final Task[] ALL = all();

    final int number;
    final byte[] name;
    final int[] context = new int[Boot.contextWords];
    int state;
    /** The tick at which it goes on sleeping no more. */
    int wake;
    /** Ticks that it has used up. */
    int used;
    /** How much of its region is taken, from its beginning. */
    int taken;
    /** What it printed of a line that is not complete. */
    final byte[] line = new byte[Line.ROOM];
    int printed;
    /** Messages that it has not received: a ring. */
    final int[] mailbox = new int[Messages.ROOM];
    int oldest;
    int messages;
    /** Where the line goes that it reads. */
    int buffer;
    int offset;
    int length;

    private Task(int number) {
        this.number = number;
        name = Boot.names[number];
    }

    private static Task[] all() {
        Task[] tasks = new Task[Boot.names.length];
        for (int i = 0; i < tasks.length; i++) tasks[i] = new Task(i);
        return tasks;
    }

    void start() {
        Arch.space(number, Boot.images[number]);
        Arch.enter(context, number);
        taken = Memory.rounded(Boot.images[number].length * Boot.byteUnits);
        state = READY;
    }

    boolean alive() {
        return state < ENDED;
    }

    /** A system call that it waited for has a result. */
    void proceed(int result) {
        Arch.result(context, result);
        state = READY;
    }

    /** The kernel's message about its end, after what it printed. */
    void end(int how) {
        Line.flush(this);
        state = how;
    }
}
