package org.polyvisor.isa.code;

/**
 * One line of the instruction table: the bits that identify it, how its operands lie in the code, what it means.
 *
 * @param mask which bits of the first four opcode bytes identify it, the first byte leftmost
 * @param match what these bits are
 * @param encoding in the manual's notation, such as {@code 0F 22 /r} or {@code 5A}; unique in a table together with {@code syntax}
 * @param mnemonic its name in the assembler
 * @param syntax name and operands in the manual's notation
 * @param source manual and chapter
 * @param format how its operands lie in the code
 * @param meaning what it does
 */
public record Row(
        int mask, int match, String encoding, String mnemonic, String syntax, String source, Format format, Meaning meaning) {

    /**
     * {@return whether opcode bytes identify this row}
     *
     * @param code positioned at the opcode; only bytes that the mask names are fetched
     */
    public boolean matches(Code code) {
        for (int i = 0, shift = 24; i < 4; i++, shift -= 8) {
            int m = mask >>> shift & 0xff;
            if (m != 0 && (code.peek(i) & m) != (match >>> shift & 0xff)) return false;
        }
        return format.accepts(code);
    }

    /** Rows are told apart by identity: two rows may look alike in two models. */
    @Override
    public boolean equals(Object o) {
        return this == o;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return encoding + " " + syntax;
    }
}
