package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Follows a pointer that was computed wrong: behind the end of its own region. */
final class Wild {
    private static final int BIG = 1 << 20;
    private static final int[] NUMBERS = {1, 2, 3};

    private Wild() {}

    static int main() {
        Library.printLine(Guest.text("now a wild pointer"));
        int sum = 0;
        for (int i = 0; i < 16; i++) sum += Guest.loadWord(Guest.address(NUMBERS) + i * BIG);
        Library.show(Guest.text("it led to"), sum);
        return 1;
    }
}
