package org.polyvisor.isa;

/**
 * The contents of the keyed registers: what is constant while an instruction is decoded.
 *
 * @param file the registers
 * @param word their contents, packed in the order of declaration
 */
public record Mode(RegisterFile file, int word) {

    /**
     * {@return what a keyed register holds}
     *
     * @param r a keyed register
     */
    public long get(Register r) {
        return word >>> file.shift(r) & (1L << r.bits()) - 1;
    }

    /**
     * {@return this mode but for one register}
     *
     * @param r a keyed register
     * @param value its contents
     */
    public Mode with(Register r, long value) {
        int mask = (int) ((1L << r.bits()) - 1);
        return new Mode(file, word & ~(mask << file.shift(r)) | ((int) value & mask) << file.shift(r));
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (Register r : file.keyed()) s.append(s.isEmpty() ? "" : " ").append(r).append('=').append(get(r));
        return s.toString();
    }
}
