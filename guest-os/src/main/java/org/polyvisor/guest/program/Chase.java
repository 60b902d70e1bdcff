package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Fibonacci numbers by recursion, and a chase along a chain of pointers that visits every element once. */
final class Chase {
    private static final int ELEMENTS = 4_096;
    private static final int STEPS = 200_000;

    private Chase() {}

    static int main() {
        int fibonacci = fibonacci(20);
        Library.show(Guest.text("fibonacci(20) is"), fibonacci);
        short[] next = new short[ELEMENTS];
        for (int i = 0; i < next.length; i++) next[i] = (short) (i * 1_229 + 1 & ELEMENTS - 1);
        int round = 1;
        int at = next[0];
        while (at != 0) {
            at = next[at];
            round++;
        }
        Library.show(Guest.text("a round has"), round);
        for (int step = 0; step < STEPS; step++) at = next[at];
        Library.show(Guest.text("the chase ends at"), at);
        return fibonacci == 6_765 && round == ELEMENTS ? 0 : 1;
    }

    private static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }
}
