package org.polyvisor.guest.kernel;

import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.guest.TrapCause;

/** Where the kernel is entered. */
final class Kernel {
    /** The code with which the machine ends if something happened that cannot happen. */
    static final int IMPOSSIBLE = 2;

    private Kernel() {}

    static int[] boot() {
        Arch.init();
        Line.kernel(Guest.text("Polyvisor guest operating system, "));
        Line.decimal(Task.ALL.length);
        Line.text(Task.ALL.length == 1 ? Guest.text(" task") : Guest.text(" tasks"));
        Line.end();
        for (int i = 0; i < Task.ALL.length; i++) Task.ALL[i].start();
        Arch.idle(Scheduler.IDLE);
        Arch.timer();
        return Scheduler.dispatch();
    }

    /** Vector and information are what the machine tells; the interrupted context is the one that was returned last. */
    static int[] trap(int vector, int info) {
        int cause = Arch.cause(vector, info, Scheduler.context());
        switch (cause) {
            case TrapCause.TIMER:
                Arch.timer();
                Scheduler.tick();
                return Scheduler.dispatch();
            case TrapCause.CONSOLE:
                Reading.poll();
                return Scheduler.resume();
            case TrapCause.SYSTEM_CALL:
                return SystemCalls.call(Scheduler.current());
            default:
                if (Scheduler.idle()) Arch.halt(IMPOSSIBLE);
                else Abend.trap(Scheduler.current(), cause);
                return Scheduler.dispatch();
        }
    }
}
