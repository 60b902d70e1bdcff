package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Says so. */
final class Hello {
    private Hello() {}

    static int main() {
        Library.printLine(Guest.text("hello, world"));
        return 0;
    }
}
