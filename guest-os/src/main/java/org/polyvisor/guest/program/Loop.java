package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Never ends by itself. */
final class Loop {
    private Loop() {}

    static int main() {
        Library.printLine(Guest.text("now an endless loop"));
        int turns = 0;
        while (turns >= 0) turns = turns + 1 & 0xffff;
        return turns;
    }
}
