package org.polyvisor.guest.kernel;

import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.guest.TrapCause;

/** The end of a task that did what it must not. */
final class Abend {
    /** Bytes shown of an instruction that is in no listing. */
    private static final int BYTES = 4;

    private Abend() {}

    static void trap(Task task, int cause) {
        show(task, name(cause));
    }

    static void timeLimit(Task task) {
        show(task, Guest.text("time limit"));
    }

    /** All that are left wait for messages, which nobody is left to send. */
    static void deadlock() {
        for (int i = 0; i < Task.ALL.length; i++) if (Task.ALL[i].alive()) deadlock(Task.ALL[i]);
    }

    private static void deadlock(Task task) {
        task.end(Task.ABENDED);
        begin(task, Guest.text("deadlock"));
        Line.end();
    }

    private static byte[] name(int cause) {
        switch (cause) {
            case TrapCause.PRIVILEGED:
                return Guest.text("privileged operation");
            case TrapCause.PROTECTION:
                return Guest.text("protection");
            case TrapCause.INDEX:
                return Guest.text("index");
            case TrapCause.DIVIDE:
                return Guest.text("divide");
            case TrapCause.NULL:
                return Guest.text("null reference");
            case TrapCause.OPERATION:
                return Guest.text("operation");
            default:
                return Guest.text("trap");
        }
    }

    private static void begin(Task task, byte[] why) {
        Line.kernel(task.name);
        Line.text(Guest.text(" abend: "));
        Line.text(why);
    }

    private static void show(Task task, byte[] why) {
        task.end(Task.ABENDED);
        int pc = Arch.pc(task.context);
        int entry = Listing.find(task.number, pc);
        begin(task, why);
        Listing.place(task.number, entry);
        Line.end();
        Line.kernel(Guest.text("  "));
        Line.hexadecimal(pc, 8);
        Line.text(Guest.text("  "));
        int bytes = entry < 0 ? BYTES : Listing.length(task.number, entry);
        for (int i = 0; i < bytes; i++) peek(task, pc + i);
        Listing.instruction(task.number, entry);
        Line.end();
    }

    private static void peek(Task task, int address) {
        int into = address - Arch.base(task.number);
        int size = Arch.limit(task.number) - Arch.base(task.number);
        if (into >= 0 && into < size) Line.hexadecimal(Arch.peek(task.number, address), 2);
    }
}
