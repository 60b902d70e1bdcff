package org.polyvisor.isa.code;

import org.polyvisor.isa.Mode;

/** The instruction stream while one instruction is read from it. A byte is fetched only when it is asked for. */
public final class Code {

    /** Where bytes come from. May end decoding with an exception of its own: a page that is not there. */
    @FunctionalInterface
    public interface Fetch {
        /**
         * {@return a byte, 0 to 255}
         *
         * @param address the architecture's instruction address, 32 bits
         */
        int byteAt(int address);
    }

    private final Fetch fetch;
    private final int pc;
    private final Mode mode;
    private int position;
    private int opcode;
    private Prefixes prefixes = Prefixes.NONE;
    private boolean located;
    private int granule = 1;

    /**
     * Begins to read.
     *
     * @param fetch where bytes come from
     * @param pc address of the first
     * @param mode contents of the keyed registers
     */
    public Code(Fetch fetch, int pc, Mode mode) {
        this.fetch = fetch;
        this.pc = pc;
        this.mode = mode;
    }

    /** {@return the address of the instruction} */
    public int pc() {
        located = true;
        return pc;
    }

    /**
     * {@return whether the address of the instruction is a multiple}
     *
     * @param granule of what, a power of two
     */
    public boolean aligned(int granule) {
        this.granule = Math.max(this.granule, granule);
        return (pc & granule - 1) == 0;
    }

    /** {@return whether somebody asked for the address so far, so that the same bytes may be another instruction elsewhere} */
    public boolean located() {
        return located;
    }

    /** {@return the largest granule that {@link #aligned} was asked about; 1: none} */
    public int granule() {
        return granule;
    }

    /** {@return the contents of the keyed registers} */
    public Mode mode() {
        return mode;
    }

    /** {@return what stood before the opcode} */
    public Prefixes prefixes() {
        return prefixes;
    }

    /**
     * The opcode begins at the present position.
     *
     * @param p what stood before it
     */
    public void opcode(Prefixes p) {
        prefixes = p;
        opcode = position;
    }

    /**
     * {@return the i-th byte from the first byte of the opcode, without reading on}
     *
     * @param i 0 for the first
     */
    public int peek(int i) {
        return fetch.byteAt(pc + opcode + i);
    }

    /** {@return how many bytes were read} */
    public int length() {
        return position;
    }

    /** {@return where the opcode begins, in bytes from the first prefix} */
    public int start() {
        return opcode;
    }

    /**
     * Reads on.
     *
     * @param bytes how many are passed over
     */
    public void skip(int bytes) {
        position += bytes;
    }

    /** {@return the next byte, unsigned} */
    public int u8() {
        return fetch.byteAt(pc + position++);
    }

    /** {@return the next byte, signed} */
    public int s8() {
        return (byte) u8();
    }

    /** {@return the next two bytes, big-endian} */
    public int u16be() {
        return u8() << 8 | u8();
    }

    /** {@return the next two bytes, little-endian} */
    public int u16le() {
        return u8() | u8() << 8;
    }

    /** {@return the next four bytes, little-endian} */
    public int s32le() {
        return u16le() | u16le() << 16;
    }

    /** {@return the next four bytes, big-endian} */
    public int s32be() {
        return u16be() << 16 | u16be();
    }
}
