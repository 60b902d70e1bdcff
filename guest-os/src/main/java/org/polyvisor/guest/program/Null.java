package org.polyvisor.guest.program;

import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.guest.Guest;

/** Uses a null reference. */
final class Null {
    private static final int[] NUMBERS = {1, 2, 3};

    private Null() {}

    @SuppressWarnings("NullAway") // is what it is about
    static int main() {
        Library.printLine(Guest.text("now a null reference"));
        int[] numbers = perhaps(3);
        int first = numbers[1];
        Library.show(Guest.text("it holds"), first);
        return 1;
    }

    private static int @Nullable [] perhaps(int n) {
        return n < 3 ? NUMBERS : null;
    }
}
