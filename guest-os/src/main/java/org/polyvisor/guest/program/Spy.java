package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Loads from the storage of the operating system. */
final class Spy {
    /** An address in the image of the kernel; the builder of an image puts it here. */
    static int target;

    private Spy() {}

    static int main() {
        Library.printLine(Guest.text("now a load from the operating system"));
        int found = Guest.loadWord(target);
        Library.printLine(Guest.text("it was done"));
        return found == 0 ? 1 : 2;
    }
}
