package org.polyvisor.guest.kernel;

import org.polyvisor.guest.program.SystemCall;
import org.polyvisor.isa.guest.Guest;

/** What programs ask for. */
final class SystemCalls {
    private SystemCalls() {}

    static int[] call(Task task) {
        int a = Arch.argument(task.context, 1);
        int b = Arch.argument(task.context, 2);
        int c = Arch.argument(task.context, 3);
        switch (Arch.argument(task.context, 0)) {
            case SystemCall.WRITE:
                return done(task, write(task, a, b, c));
            case SystemCall.READ:
                if (!Memory.holds(task, a, b, c)) return done(task, SystemCall.REFUSED);
                Reading.wait(task, a, b, c);
                return Scheduler.dispatch();
            case SystemCall.MEMORY:
                return done(task, Memory.get(task, a));
            case SystemCall.SLEEP:
                return sleep(task, a);
            case SystemCall.EXIT:
                return exit(task, a);
            case SystemCall.SEND:
                return done(task, Messages.send(a, b));
            case SystemCall.RECEIVE:
                Messages.receive(task);
                return task.state == Task.READY ? task.context : Scheduler.dispatch();
            case SystemCall.TIME:
                return done(task, Scheduler.ticks);
            case SystemCall.YIELD:
                Arch.result(task.context, 0);
                return Scheduler.dispatch();
            case SystemCall.TASK:
                return done(task, task.number);
            default:
                return done(task, SystemCall.REFUSED);
        }
    }

    private static int[] done(Task task, int result) {
        Arch.result(task.context, result);
        return task.context;
    }

    private static int write(Task task, int reference, int offset, int length) {
        if (!Memory.holds(task, reference, offset, length)) return SystemCall.REFUSED;
        byte[] buffer = Guest.bytesAt(reference);
        for (int i = 0; i < length; i++) Line.print(task, buffer[offset + i]);
        return length;
    }

    private static int[] sleep(Task task, int ticks) {
        Arch.result(task.context, 0);
        if (ticks > 0) {
            task.state = Task.SLEEPING;
            task.wake = Scheduler.ticks + ticks;
        }
        return Scheduler.dispatch();
    }

    private static int[] exit(Task task, int code) {
        task.end(Task.ENDED);
        Line.kernel(task.name);
        Line.text(Guest.text(" ended, code "));
        Line.decimal(code);
        Line.end();
        return Scheduler.dispatch();
    }
}
