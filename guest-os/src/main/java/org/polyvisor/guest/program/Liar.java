package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Makes system calls with wrong arguments; all are refused. */
final class Liar {
    private static final int MOST = 0x7fff_ffff;
    private static final byte[] TEXT = {'n', 'o', '\n'};
    private static int accepted;

    private Liar() {}

    static int main() {
        write(-1, 1);
        write(0, -1);
        write(0, TEXT.length + 1);
        write(TEXT.length, 1);
        write(1, MOST);
        write(MOST, MOST);
        write(-MOST - 1, -MOST - 1);
        refused(Guest.sys(SystemCall.READ, TEXT, 1, TEXT.length));
        refused(Guest.sys(SystemCall.WRITE, 0, 0, 1));
        refused(Guest.sys(SystemCall.WRITE, 64, 0, 1));
        refused(Guest.sys(SystemCall.WRITE, -4, 0, 1));
        refused(Guest.sys(SystemCall.READ, -MOST - 1, 0, 1));
        refused(Guest.sys(SystemCall.MEMORY, -1, 0, 0));
        refused(Guest.sys(SystemCall.MEMORY, 0, 0, 0));
        refused(Guest.sys(SystemCall.MEMORY, MOST, 0, 0));
        refused(Guest.sys(SystemCall.SEND, -1, 1, 0));
        refused(Guest.sys(SystemCall.SEND, MOST, 1, 0));
        refused(Guest.sys(0, 0, 0, 0));
        refused(Guest.sys(11, 0, 0, 0));
        refused(Guest.sys(-1, 0, 0, 0));
        Library.show(Guest.text("accepted:"), accepted);
        return accepted;
    }

    private static void write(int offset, int length) {
        refused(Guest.sys(SystemCall.WRITE, TEXT, offset, length));
    }

    private static void refused(int result) {
        if (result != SystemCall.REFUSED) accepted++;
    }
}
