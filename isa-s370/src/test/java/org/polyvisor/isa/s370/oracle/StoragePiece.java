package org.polyvisor.isa.s370.oracle;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes at an address.
 *
 * @param address where the first is
 * @param bytes what is there; not to be changed
 */
public record StoragePiece(int address, byte[] bytes) {

    /** {@return bytes at an address} @param address where the first is @param digits hexadecimal digits, and blanks between them */
    public static StoragePiece of(int address, String digits) {
        return new StoragePiece(address, HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof StoragePiece p && address == p.address && Arrays.equals(bytes, p.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * address + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "%06X: %s".formatted(address, HexFormat.of().formatHex(bytes));
    }
}
