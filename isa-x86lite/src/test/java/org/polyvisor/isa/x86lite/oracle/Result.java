package org.polyvisor.isa.x86lite.oracle;

import java.util.Arrays;

/**
 * What came of an instruction.
 *
 * @param registers EAX ECX EDX EBX ESP EBP ESI EDI
 * @param eflags arithmetic flags and DF
 * @param eip where it goes on
 * @param vector of the exception, or −1 if it completed
 * @param error error code of a page fault, else 0
 * @param address CR2 of a page fault, else 0
 * @param changes of the window: offset and new value of each changed byte, offset × 256 + value
 */
record Result(int[] registers, int eflags, int eip, int vector, int error, int address, int[] changes) {
    static final int PAGE_FAULT = 14;

    /** {@return the same, some flags being 0} */
    Result without(int flags) {
        return new Result(registers, eflags & ~flags, eip, vector, error, address, changes);
    }

    /** {@return the vector and the place alone} */
    Result bare() {
        return new Result(new int[8], 0, eip, vector, 0, 0, new int[0]);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Result r && Arrays.equals(registers, r.registers) && eflags == r.eflags && eip == r.eip && vector == r.vector
                && error == r.error && address == r.address && Arrays.equals(changes, r.changes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(registers) * 31 + eip;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int v : registers) s.append(Integer.toHexString(v)).append(' ');
        s.append("flags ").append(Integer.toHexString(eflags)).append(" eip ").append(Integer.toHexString(eip)).append(" vector ").append(vector);
        if (vector == PAGE_FAULT) s.append(" error ").append(error).append(" cr2 ").append(Integer.toHexString(address));
        for (int c : changes) s.append(' ').append(Integer.toHexString(c >>> 8)).append('=').append(Integer.toHexString(c & 255));
        return s.toString();
    }
}
