package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Asks for memory until there is none. */
final class Greedy {
    private static final int BLOCK = 1_024;

    private Greedy() {}

    static int main() {
        int blocks = 0;
        while (Guest.sys(SystemCall.MEMORY, BLOCK, 0, 0) != SystemCall.REFUSED) blocks++;
        Library.printLine(blocks > 0 ? Guest.text("it was refused in the end") : Guest.text("it was refused at once"));
        return blocks > 0 ? 0 : 1;
    }
}
