package org.polyvisor.guest.kernel;

import org.polyvisor.guest.program.SystemCall;
import org.polyvisor.isa.guest.Guest;

/** The region of a task: image, memory that it asked for, stack. Nothing here trusts a number that comes from a program. */
final class Memory {
    private Memory() {}

    /** The next boundary of two words. */
    static int rounded(int size) {
        int boundary = 2 * Boot.wordUnits;
        return (size + boundary - 1) / boundary * boundary;
    }

    /** The address of so much more memory, or that it is refused. */
    static int get(Task task, int size) {
        int base = Arch.base(task.number);
        int free = Arch.limit(task.number) - base - Boot.stack - task.taken;
        if (size <= 0 || size > free) return SystemCall.REFUSED;
        int address = base + task.taken;
        task.taken = rounded(task.taken + size);
        return address;
    }

    /** Whether this is an array of bytes in the task's region that has these elements. Differences cannot overflow, sums could. */
    static boolean holds(Task task, int reference, int offset, int length) {
        int size = Arch.limit(task.number) - Arch.base(task.number);
        int into = reference - Arch.base(task.number);
        if (into < 0 || into > size - Boot.wordUnits || into % Boot.wordUnits != 0) return false;
        int room = (size - Boot.wordUnits - into) / Boot.byteUnits;
        if (offset < 0 || length < 0 || length > room || offset > room - length) return false;
        int elements = Guest.bytesAt(reference).length;
        return elements >= 0 && offset <= elements - length;
    }
}
