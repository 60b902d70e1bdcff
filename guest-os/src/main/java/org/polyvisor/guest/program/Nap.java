package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Sleeps now and then. */
final class Nap {
    private static final int NAPS = 5;
    private static final int TICKS = 3;

    private Nap() {}

    static int main() {
        int before = Library.time();
        for (int i = 0; i < NAPS; i++) {
            Library.sleep(TICKS);
            Library.print(Guest.text("z"));
        }
        Library.newLine();
        return Library.time() - before >= NAPS * TICKS ? 0 : 1;
    }
}
