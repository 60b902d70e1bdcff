package org.polyvisor.isa.s370.guest;

import org.polyvisor.isa.guest.Guest;

/**
 * The kernel's console, a printer-keyboard 1052 at 01F, in the compiler's subset. The keyboard opens by a read command: when a task waits
 * for a line, or after the attention key. What is to be printed meanwhile ends that command, which is given once more afterwards.
 */
final class Typewriter {
    private static final int ADDRESS = 0x1f;
    private static final int WRITE = 0x09, READ = 0x0a, SENSE = 0x04;
    private static final int SUPPRESS_LENGTH = 0x2000_0000;
    /** In storage: the right word of the channel-status word, unit status leftmost and the count that is left rightmost. */
    private static final int STATUS = 68;
    private static final int ATTENTION = 0x80, BUSY = 0x10, CHANNEL_END = 0x08, DEVICE_END = 0x04, UNIT_CHECK = 0x02;
    private static final int AVAILABLE = 0, STORED = 1, WORKING = 2;
    private static final int WIDTH = 126;

    private static final int CLOSED = 0, OPEN = 1, COME = 2;

    private static final byte[] TO_EBCDIC = Arch.table(true);
    private static final byte[] FROM_EBCDIC = Arch.table(false);
    private static final byte[] PRINTED = new byte[WIDTH];
    private static final byte[] TYPED = new byte[WIDTH];
    private static final byte[] SENSED = new byte[1];

    private static int keyboard;
    private static boolean wanted;
    private static boolean halted;
    private static int typed;

    private Typewriter() {}

    // ---- hooks: the condition codes of START I/O, TEST I/O and HALT I/O

    private static native int startIo(int left, int right);

    private static native int testIo();

    private static native int haltIo();

    // ---- what the kernel calls

    static void interruption(int device) {
        if (device != ADDRESS) return;
        status();
        open();
    }

    static void write(byte[] line, int length) {
        int count = length < WIDTH ? length : WIDTH;
        for (int i = 0; i < count; i++) PRINTED[i] = TO_EBCDIC[line[i] & 0xff];
        if (count == 0) PRINTED[count++] = TO_EBCDIC[' '];
        quiet();
        if (!perform(WRITE, PRINTED, count)) {
            perform(SENSE, SENSED, 1);
            perform(WRITE, PRINTED, count);
        }
        open();
    }

    static int read(byte[] line) {
        if (keyboard != COME) {
            wanted = true;
            open();
            return -1;
        }
        keyboard = CLOSED;
        int length = typed < line.length ? typed : line.length;
        for (int i = 0; i < length; i++) line[i] = FROM_EBCDIC[TYPED[i] & 0xff];
        return length;
    }

    // ---- the keyboard

    private static void open() {
        if (!wanted || keyboard != CLOSED) return;
        halted = false;
        if (start(READ, TYPED, WIDTH)) keyboard = OPEN;
    }

    /** Takes note of the channel-status word. */
    private static void status() {
        int unit = unit();
        if ((unit & ATTENTION) != 0) wanted = true;
        if (keyboard != OPEN || (unit & (CHANNEL_END | UNIT_CHECK)) == 0) return;
        typed = WIDTH - (Guest.loadWord(STATUS) & 0xffff);
        // a line that comes although the command was halted: the device was faster, or does not obey
        boolean complete = (unit & UNIT_CHECK) == 0 && (!halted || typed > 0);
        keyboard = complete ? COME : CLOSED;
        if (complete) wanted = false;
    }

    private static int unit() {
        return Guest.loadWord(STATUS) >>> 24;
    }

    /** Ends what is under way, and takes the status of what has ended. */
    private static void quiet() {
        for (int code = testIo(); code == STORED || code == WORKING; code = testIo()) {
            if (code == STORED) status();
            else if (keyboard == OPEN && !halted) halted = haltIo() != AVAILABLE;
        }
    }

    // ---- commands

    private static int data(byte[] bytes) {
        return Guest.address(bytes) + 4;
    }

    /** Starts a command; a second time, if the device only had a status to tell. */
    private static boolean start(int command, byte[] bytes, int count) {
        for (int attempt = 0; attempt < 2; attempt++) {
            int code = startIo(command << 24 | data(bytes), SUPPRESS_LENGTH | count);
            if (code == AVAILABLE) return true;
            if (code != STORED) return false;
            status();
            if ((unit() & (ATTENTION | BUSY)) == 0) return false;
        }
        return false;
    }

    /** Carries out a command; yields whether nothing was unusual. */
    private static boolean perform(int command, byte[] bytes, int count) {
        if (!start(command, bytes, count)) return false;
        int code = testIo();
        while (code == WORKING) code = testIo();
        if (code != STORED) return code == AVAILABLE;
        status();
        return (unit() & ~ATTENTION) == (CHANNEL_END | DEVICE_END);
    }
}
