package org.polyvisor.guest.kernel;

import org.polyvisor.isa.guest.Guest;

/**
 * A kernel that is no kernel: in supervisor state it overwrites all storage that it can reach, itself last. What comes after that is the
 * machine's affair; it must not be anybody else's.
 */
final class Overwriter {
    private static final int EVERY_BIT = -1;

    private Overwriter() {}

    static int[] boot() {
        Line.kernel(Guest.text("overwriting all storage"));
        Line.end();
        int address = Boot.firstRegion;
        while (there(address)) {
            Guest.storeWord(address, EVERY_BIT);
            address += Boot.wordUnits;
        }
        return down();
    }

    /** The end of storage, on a machine that tells it by a trap. */
    static int[] trap(int vector, int info) {
        return down();
    }

    /** Storage keeps what is stored. */
    private static boolean there(int address) {
        Guest.storeWord(address, 1);
        return Guest.loadWord(address) == 1;
    }

    private static int[] down() {
        int address = Boot.firstRegion;
        while (address != 0) {
            address -= Boot.wordUnits;
            Guest.storeWord(address, EVERY_BIT);
        }
        return Scheduler.IDLE;
    }
}
