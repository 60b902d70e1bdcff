package org.polyvisor.guest.kernel;

import org.polyvisor.isa.guest.Guest;

/** The listings of the programs, which the builder left in the image. */
final class Listing {
    private Listing() {}

    /** The entry of the instruction at an address of a task, or −1. */
    static int find(int task, int address) {
        int[] addresses = Boot.addresses[task];
        int low = 0;
        int high = addresses.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (addresses[middle] < address) low = middle + 1;
            else high = middle;
        }
        return low < addresses.length && addresses[low] == address ? low : -1;
    }

    static int length(int task, int entry) {
        return Boot.lengths[task][entry];
    }

    /** Adds where in the source an instruction comes from. */
    static void place(int task, int entry) {
        if (entry < 0 || Boot.words[task][Boot.places[task][entry]] == 0) return;
        Line.text(Guest.text(" at "));
        add(Boot.words[task], Boot.places[task][entry]);
    }

    /** Adds an instruction's text. */
    static void instruction(int task, int entry) {
        if (entry < 0) return;
        Line.text(Guest.text("  "));
        add(Boot.words[task], Boot.texts[task][entry]);
    }

    private static void add(byte[] words, int at) {
        int length = words[at] & 0xff;
        for (int i = 1; i <= length; i++) Line.character(words[at + i]);
    }
}
