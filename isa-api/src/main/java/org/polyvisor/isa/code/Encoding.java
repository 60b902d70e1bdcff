package org.polyvisor.isa.code;

/** What an architecture says of its code as a whole. */
public interface Encoding {

    /**
     * Looks at what stands before the opcode, and says {@link Code#opcode} if there is anything.
     *
     * @param code at the first byte; nothing is fetched yet
     * @return null, or the row to use at once: an address where no instruction can begin
     */
    default Row begin(Code code) {
        return null;
    }

    /**
     * Has the last word on what was decoded: prefixes that are not allowed, an instruction that is too long.
     *
     * @param row the row that was found
     * @param code read to the end of the instruction
     * @return {@code row}, or the row to use instead
     */
    default Row check(Row row, Code code) {
        return row;
    }

    /** {@return the row of bytes that no row matches: its meaning raises the architecture's interruption} */
    Row undefined();

    /**
     * Changes an instruction that another one executes.
     *
     * @param target its bytes
     * @param modifier as {@link org.polyvisor.isa.semantics.Semantics#execute} was given
     * @return the bytes to decode; may be {@code target}, changed
     */
    default byte[] modify(byte[] target, int modifier) {
        throw new IllegalStateException("this architecture has no instruction that executes another");
    }
}
