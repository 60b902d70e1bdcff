package org.polyvisor.isa.guest;

/** How two words compare, as signed numbers. */
public enum Condition {
    /** Equal. */
    EQ,
    /** Not equal. */
    NE,
    /** Less. */
    LT,
    /** Greater or equal. */
    GE,
    /** Greater. */
    GT,
    /** Less or equal. */
    LE;

    /** {@return the condition that holds when this does not} */
    public Condition negated() {
        return values()[ordinal() ^ 1];
    }

    /** {@return the condition that holds for exchanged operands when this does for the given order} */
    public Condition exchanged() {
        return switch (this) {
            case EQ, NE -> this;
            case LT -> GT;
            case GT -> LT;
            case GE -> LE;
            case LE -> GE;
        };
    }
}
