package org.polyvisor.guest.kernel;

import org.polyvisor.isa.guest.Guest;

/** Lines typed on the console, for the tasks that wait for them: the lowest first. A console that nobody reads is left alone. */
final class Reading {
    private static final byte[] LINE = new byte[Line.WIDTH];

    private Reading() {}

    static void wait(Task task, int reference, int offset, int length) {
        task.buffer = reference;
        task.offset = offset;
        task.length = length;
        task.state = Task.READING;
        Line.flush(task);
        poll();
    }

    /** Gives lines that were typed to tasks that wait. */
    static void poll() {
        for (int i = 0; i < Task.ALL.length; i++) {
            Task task = Task.ALL[i];
            if (task.state != Task.READING) continue;
            int length = Arch.read(LINE);
            if (length < 0) return;
            give(task, length);
        }
    }

    /** Its region must be addressed for that, whosever turn it is. */
    private static void give(Task task, int length) {
        Arch.activate(task.number);
        byte[] buffer = Guest.bytesAt(task.buffer);
        int most = length < task.length ? length : task.length;
        for (int i = 0; i < most; i++) buffer[task.offset + i] = LINE[i];
        Arch.activate(Scheduler.current().number);
        task.proceed(most);
    }
}
