package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** What {@code new int[n]} of a subject becomes. */
final class Library {
    static int newArray(int shift, int n) {
        int array = Guest.sys(3, 4 + (n << shift), 0, 0);
        Guest.storeWord(array, n);
        return array;
    }
}
