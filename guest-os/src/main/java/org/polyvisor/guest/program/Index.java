package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Counts one element too many. */
final class Index {
    private static final int[] NUMBERS = {1, 2, 3};

    private Index() {}

    static int main() {
        Library.printLine(Guest.text("now an index error"));
        int sum = 0;
        for (int i = 0; i <= NUMBERS.length; i++) sum += NUMBERS[i];
        Library.show(Guest.text("the sum is"), sum);
        return 1;
    }
}
