package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Sends the square of every number that comes back to its neighbour, until a zero comes. */
final class Pong {
    private Pong() {}

    static int main() {
        int neighbour = Library.task() ^ 1;
        int answers = 0;
        int number = Library.receive();
        while (number != 0) {
            if (!Library.send(neighbour, number * number)) return 1;
            answers++;
            number = Library.receive();
        }
        Library.show(Guest.text("answers"), answers);
        return 0;
    }
}
