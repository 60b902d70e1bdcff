package org.polyvisor.isa.x86lite.state;

import org.polyvisor.isa.Register;

/**
 * A segment register with its descriptor cache; SDM volume 3, 3.4.3.
 *
 * <p>The selector is state of the supervisor. The cache of a program's segment is not: it is the mapping of the program's own
 * addresses, at work in every access, and a hypervisor leaves it in place.
 *
 * @param name as the manual names it
 * @param selector 16 bits
 * @param base linear address of offset 0, 32 bits
 * @param limit the last offset, granularity applied, 32 bits
 * @param attributes the descriptor's bits 40–47 in bits 0–7, its bits 52–55 in bits 12–15
 * @param flat whether every offset may be used and is the linear address, 1 bit; null for segments that are never taken for flat
 */
public record Segment(String name, Register selector, Register base, Register limit, Register attributes, Register flat) {

    /**
     * Attribute bits: accessed, writable or readable, expand-down or conforming, code, not a system segment, present, default size,
     * granularity.
     */
    public static final int ACCESSED = 1, WRITABLE = 2, EXPAND_DOWN = 4, CODE = 8, ORDINARY = 0x10, PRESENT = 0x80, BIG = 0x4000,
            GRANULAR = 0x8000;

    /** Attributes of a flat 32-bit code and data segment, accessed, of level 0. */
    public static final int FLAT_CODE = 0xc09b, FLAT_DATA = 0xc093;

    /** What {@link #attributes} must be, under {@link #FLAT_MASK}, for a data or stack segment to be flat. */
    static final int FLAT_DATA_VALUE = PRESENT | ORDINARY | WRITABLE;

    /** What {@link #attributes} must be, under {@link #FLAT_MASK}, for a code segment to be flat. */
    static final int FLAT_CODE_VALUE = PRESENT | ORDINARY | CODE | WRITABLE;

    /** Which attributes decide whether a segment is flat. */
    static final int FLAT_MASK = PRESENT | ORDINARY | CODE | WRITABLE;

    /** {@return whether this is the code segment} */
    public boolean code() {
        return name.equals("cs");
    }

    /** {@return whether this is the stack segment} */
    public boolean stack() {
        return name.equals("ss");
    }

    /**
     * Says of a descriptor cache whether it makes this segment flat.
     *
     * @param base base address
     * @param limit last offset
     * @param attributes see {@link #attributes}
     * @return whether it is
     */
    public boolean isFlat(int base, int limit, int attributes) {
        boolean expandDown = (attributes & (CODE | EXPAND_DOWN)) == EXPAND_DOWN;
        return base == 0 && limit == -1 && !expandDown && (attributes & FLAT_MASK) == (code() ? FLAT_CODE_VALUE : FLAT_DATA_VALUE);
    }

    @Override
    public String toString() {
        return name;
    }
}
