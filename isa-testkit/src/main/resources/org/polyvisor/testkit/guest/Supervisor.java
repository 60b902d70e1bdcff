package org.polyvisor.guest.kernel;

import org.polyvisor.isa.guest.TrapCause;

/** A kernel for one program: it shows the words that the program sends, and how it ends. */
final class Supervisor {
    static final int SHOW = 1, MEMORY = 3, EXIT = 5;

    static byte[] image = {};
    static int words;
    static int used;
    static final int[] CONTEXT = new int[64];
    static final byte[] LINE = new byte[20];

    static int[] boot() {
        Arch.init();
        Arch.space(0, image);
        Arch.enter(CONTEXT, 0);
        Arch.activate(0);
        used = Arch.base(0) + image.length + 15 & -16;
        return CONTEXT;
    }

    static int[] trap(int vector, int info) {
        int cause = Arch.cause(vector, info, CONTEXT);
        if (cause == TrapCause.TIMER || cause == TrapCause.CONSOLE) return CONTEXT;
        if (cause == TrapCause.SYSTEM_CALL) {
            call(Arch.argument(CONTEXT, 0), Arch.argument(CONTEXT, 1));
        } else {
            show('t', cause, Arch.pc(CONTEXT));
            Arch.halt(0);
        }
        return CONTEXT;
    }

    static void call(int number, int argument) {
        switch (number) {
            case SHOW -> {
                show('w', 0, argument);
                Arch.result(CONTEXT, argument + 1);
            }
            case MEMORY -> {
                Arch.result(CONTEXT, used);
                used += argument + 15 & -16;
            }
            default -> {
                show('e', 0, argument);
                Arch.halt(0);
            }
        }
    }

    static void show(int kind, int cause, int word) {
        LINE[0] = (byte) kind;
        LINE[1] = (byte) ('0' + cause);
        LINE[2] = ' ';
        for (int i = 0; i < 8; i++) {
            int digit = word >>> 28 - 4 * i & 15;
            LINE[3 + i] = (byte) (digit < 10 ? '0' + digit : 'A' - 10 + digit);
        }
        Arch.write(LINE, 11);
    }
}
