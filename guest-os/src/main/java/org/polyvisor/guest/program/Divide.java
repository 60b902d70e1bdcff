package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Divides by zero. */
final class Divide {
    private Divide() {}

    static int main() {
        Library.printLine(Guest.text("now a division by zero"));
        Library.show(Guest.text("the quotient is"), 1_000 / difference(7, 7));
        return 1;
    }

    private static int difference(int a, int b) {
        return a - b;
    }
}
