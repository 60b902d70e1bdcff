package org.polyvisor.guest.kernel;

import org.polyvisor.isa.guest.Guest;

/** Whose turn it is: all that are ready in turn, each until the next tick at most. */
final class Scheduler {
    static final int[] IDLE = new int[Boot.contextWords];

    /** Ticks since the start. */
    static int ticks;
    /** Whose turn it was last; the first is the one behind it. */
    private static int turn = Task.ALL.length - 1;
    private static boolean idle;

    private Scheduler() {}

    static Task current() {
        return Task.ALL[turn];
    }

    static boolean idle() {
        return idle;
    }

    /** What was interrupted. */
    static int[] context() {
        return idle ? IDLE : current().context;
    }

    static void tick() {
        ticks++;
        for (int i = 0; i < Task.ALL.length; i++) {
            Task task = Task.ALL[i];
            if (task.state == Task.SLEEPING && task.wake - ticks <= 0) task.proceed(0);
        }
        if (idle) return;
        current().used++;
        if (current().used >= Boot.timeLimit) Abend.timeLimit(current());
    }

    /** Goes on with what was interrupted; but something that is ready now ends a wait. */
    static int[] resume() {
        return idle ? dispatch() : current().context;
    }

    /** Gives the processor to the next task that is ready. */
    static int[] dispatch() {
        int waiting = 0;
        int alive = 0;
        for (int i = 1; i <= Task.ALL.length; i++) {
            int number = (turn + i) % Task.ALL.length;
            Task task = Task.ALL[number];
            if (task.state == Task.READY) return run(number);
            if (task.alive()) alive++;
            if (task.state == Task.RECEIVING) waiting++;
        }
        idle = true;
        if (alive == 0) end();
        if (alive == waiting && alive > 0) {
            Abend.deadlock();
            end();
        }
        return IDLE;
    }

    private static int[] run(int number) {
        idle = false;
        turn = number;
        Arch.activate(number);
        return current().context;
    }

    private static void end() {
        Line.kernel(Guest.text("all tasks ended"));
        Line.end();
        Arch.halt(0);
    }
}
