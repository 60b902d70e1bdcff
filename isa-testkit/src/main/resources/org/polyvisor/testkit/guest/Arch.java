package org.polyvisor.guest.kernel;

/** What the subjects' kernel reaches on the host JVM: lines that it writes. */
final class Arch {
    static final StringBuilder LINES = new StringBuilder();

    static void init() {}

    static void space(int task, byte[] image) {}

    static void enter(int[] context, int task) {}

    static void activate(int task) {}

    static int cause(int vector, int info, int[] context) {
        return 0;
    }

    static int argument(int[] context, int number) {
        return 0;
    }

    static void result(int[] context, int value) {}

    static int pc(int[] context) {
        return 0;
    }

    static int base(int task) {
        return 0;
    }

    static void write(byte[] line, int length) {
        for (int i = 0; i < length; i++) LINES.append((char) line[i]);
        LINES.append('\n');
    }

    static void halt(int code) {}
}
