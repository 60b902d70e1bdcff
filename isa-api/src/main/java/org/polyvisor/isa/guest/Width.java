package org.polyvisor.isa.guest;

/** What a cell of storage holds, and how it becomes a word when loaded. */
public enum Width {
    /** An {@code int}, or a reference. */
    WORD(2),
    /** A {@code byte} or {@code boolean}, sign-extended. */
    BYTE(0),
    /** A {@code byte}, zero-extended: {@code b[i] & 0xff}. */
    UNSIGNED_BYTE(0),
    /** A {@code short}, sign-extended. */
    SHORT(1),
    /** A {@code char}, zero-extended. */
    CHAR(1);

    private final int shift;

    Width(int shift) {
        this.shift = shift;
    }

    /** {@return the binary logarithm of its size in bytes on a machine whose storage has bytes: 0, 1 or 2} */
    public int shift() {
        return shift;
    }
}
