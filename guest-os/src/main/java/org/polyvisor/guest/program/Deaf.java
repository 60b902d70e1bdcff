package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Waits for a message that nobody sends. */
final class Deaf {
    private Deaf() {}

    static int main() {
        Library.printLine(Guest.text("waiting for a message"));
        return Library.receive();
    }
}
