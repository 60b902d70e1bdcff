package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Makes larger and larger arrays until there is no memory for one. */
final class Hoarder {
    private Hoarder() {}

    static int main() {
        Library.printLine(Guest.text("now arrays without end"));
        int words = 0;
        for (int length = 64; length > 0; length += length) {
            int[] more = new int[length];
            for (int i = 0; i < more.length; i++) if (more[i] != 0) return 1;
            for (int i = 0; i < more.length; i++) more[i] = ~i;
            words += more.length;
        }
        Library.show(Guest.text("words"), words);
        return 2;
    }
}
