package org.polyvisor.isa.s370.guest;

/**
 * What code does when a check fails: it executes no instruction at all, an operation exception. The word there tells which check it was;
 * after operation code 00 stand letters that a branch gone astray does not find.
 */
final class Trap {
    /** An index outside an array: 00, then IND. */
    static final int INDEX = 0x00c9_d5c4;
    /** A null reference: 00, then NUL. */
    static final int NULL = 0x00d5_e4d3;

    private Trap() {}
}
