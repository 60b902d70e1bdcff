package org.polyvisor.isa.assembly;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An assembled program.
 *
 * @param chunks its bytes, in the order in which they were written; a later chunk covers an earlier one
 * @param symbols the value of each symbol
 * @param entry where it begins, if the text says so
 */
public record Program(List<Chunk> chunks, Map<String, Integer> symbols, OptionalInt entry) {

    /**
     * Bytes in one place.
     *
     * @param address of the first
     * @param bytes what
     */
    public record Chunk(int address, byte[] bytes) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Chunk c && address == c.address && Arrays.equals(bytes, c.bytes);
        }

        @Override
        public int hashCode() {
            return address * 31 + Arrays.hashCode(bytes);
        }
    }

    /** {@return the lowest address, or 0 if there are no bytes} */
    public int origin() {
        return (int) chunks.stream().mapToLong(c -> Integer.toUnsignedLong(c.address)).min().orElse(0);
    }

    /** {@return how many bytes there are from the lowest to the highest address} */
    long span() {
        return chunks.stream().mapToLong(c -> Integer.toUnsignedLong(c.address) + c.bytes.length).max().orElse(0) - Integer.toUnsignedLong(origin());
    }

    /** {@return all bytes from the lowest to the highest address, with zeros between chunks} */
    public byte[] image() {
        int from = origin();
        byte[] image = new byte[(int) span()];
        for (Chunk c : chunks) System.arraycopy(c.bytes, 0, image, c.address - from, c.bytes.length);
        return image;
    }
}
