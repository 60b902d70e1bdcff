package org.polyvisor.isa;

import org.polyvisor.isa.machine.Machine;

/**
 * A register as users name it, which may be composed of several, as a status word is.
 *
 * @param name as users write it, in lower case
 * @param bits width, 1 to 64
 * @param padded whether its hexadecimal digits are always shown in full
 * @param rank order in which registers that are set together take effect: control and table registers 0, the status or flags word 1,
 *     selectors 2, their caches 3, the rest 4
 * @param reader yields its contents, zero-extended
 * @param writer changes its contents; throws {@link IllegalArgumentException} with a reason if they are impossible
 */
public record RegisterView(String name, int bits, boolean padded, int rank, Reader reader, Writer writer) {

    /** Reads a view. */
    @FunctionalInterface
    public interface Reader {
        /**
         * {@return the contents, zero-extended}
         *
         * @param m the machine
         */
        long read(Machine m);
    }

    /** Writes a view. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Changes the contents.
         *
         * @param m the machine
         * @param value new contents
         */
        void write(Machine m, long value);
    }

    /**
     * {@return a view of one register}
     *
     * @param r the register
     * @param rank see {@link RegisterView}
     */
    public static RegisterView of(Register r, int rank) {
        long mask = r.bits() == 64 ? -1 : (1L << r.bits()) - 1;
        return new RegisterView(r.name(), r.bits(), false, rank, m -> m.get(r) & mask, (m, v) -> m.set(r, v));
    }
}
