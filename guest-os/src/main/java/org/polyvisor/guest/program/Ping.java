package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Sends numbers to its neighbour, whose number differs in the last bit, and counts what comes back. */
final class Ping {
    private static final int MESSAGES = 20;

    private Ping() {}

    static int main() {
        int neighbour = Library.task() ^ 1;
        int sum = 0;
        for (int i = 1; i <= MESSAGES; i++) {
            if (!Library.send(neighbour, i)) return 1;
            sum += Library.receive();
        }
        Library.send(neighbour, 0);
        Library.show(Guest.text("sum of what came back:"), sum);
        return sum == MESSAGES * (MESSAGES + 1) * (2 * MESSAGES + 1) / 6 ? 0 : 2;
    }
}
