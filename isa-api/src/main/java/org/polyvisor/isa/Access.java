package org.polyvisor.isa;

/** What an access does with storage. */
public enum Access {
    /** Fetches an instruction. */
    EXECUTE,
    /** Fetches an operand. */
    READ,
    /** Stores. */
    WRITE
}
