package org.polyvisor.isa.x86lite.code;

/** The repeat prefixes; SDM volume 2, 2.1.1. */
public enum Repeat {
    /** None. */
    NONE(0),
    /** F2: REPNE. */
    NOT_EQUAL(0xf2),
    /** F3: REP or REPE. */
    EQUAL(0xf3);

    private final int code;

    Repeat(int code) {
        this.code = code;
    }

    /** {@return the prefix byte, 0 if none} */
    public int code() {
        return code;
    }
}
