package org.polyvisor.guest.kernel;

import org.polyvisor.isa.guest.Guest;

/**
 * A kernel that is no kernel: in supervisor state it overwrites all storage that it can reach, itself last: from its data to the end of
 * storage, then from address 0 until it meets its own code. What comes after that is the machine's affair; it must not be anybody else's.
 */
final class Overwriter {
    /** No instruction, and nothing that a processor could wait with or go on from, on the machines so far. */
    private static final int RUBBISH = 0xfffd_fffd;

    private Overwriter() {}

    static int[] boot() {
        Line.kernel(Guest.text("overwriting all storage"));
        Line.end();
        int step = Boot.wordUnits;
        int end = Boot.storage;
        int address = Guest.address(Scheduler.IDLE);
        while (address < end) {
            Guest.storeWord(address, RUBBISH);
            address += step;
        }
        address = 0;
        while (address < end) {
            Guest.storeWord(address, RUBBISH);
            address += step;
        }
        return Scheduler.IDLE;
    }

    /** Nothing interrupts it, and a trap of its own ends it. */
    static int[] trap(int vector, int info) {
        return Scheduler.IDLE;
    }
}
