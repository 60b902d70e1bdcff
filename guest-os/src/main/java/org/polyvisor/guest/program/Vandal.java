package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Stores into the storage of the operating system. */
final class Vandal {
    /** An address in the image of the kernel; the builder of an image puts it here. */
    static int target;

    private Vandal() {}

    static int main() {
        Library.printLine(Guest.text("now a store into the operating system"));
        Guest.storeWord(target, 0);
        Library.printLine(Guest.text("it was done"));
        return 1;
    }
}
