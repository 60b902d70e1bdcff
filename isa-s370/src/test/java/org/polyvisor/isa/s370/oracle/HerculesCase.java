package org.polyvisor.isa.s370.oracle;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The state before an instruction, or before a few. Both case areas hold SVC 255 but for the pieces of storage, so a program that
 * goes on or branches anywhere in them comes back, and the old PSW tells from where.
 *
 * @param row what it is a case of: the mnemonic
 * @param psw the PSW in BC mode
 * @param registers 16 general registers
 * @param monitorMasks control register 8
 * @param keys a storage key for each 2K block of the case areas: bits 0 to 3 access control, 4 fetch protection, 5 reference, 6 change
 * @param storage the instructions and operands, within {@link CaseStorage}
 */
public record HerculesCase(String row, long psw, int[] registers, int monitorMasks, byte[] keys, List<StoragePiece> storage) {

    /** Copies the list, checks the rest. */
    public HerculesCase {
        storage = List.copyOf(storage);
        if (registers.length != 16) throw new IllegalArgumentException(row + ": there are 16 general registers, not " + registers.length);
        if (keys.length != CaseStorage.BLOCKS)
            throw new IllegalArgumentException(row + ": there are " + CaseStorage.BLOCKS + " blocks, not " + keys.length);
        if ((psw >>> 51 & 1) != 0) throw new IllegalArgumentException(row + ": the PSW must be one of BC mode");
        for (StoragePiece p : storage)
            if (p.bytes().length > Short.MAX_VALUE) throw new IllegalArgumentException(row + ": " + p.address() + " is too long a piece");
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof HerculesCase c && row.equals(c.row) && psw == c.psw && Arrays.equals(registers, c.registers)
                && monitorMasks == c.monitorMasks && Arrays.equals(keys, c.keys) && storage.equals(c.storage);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(psw) * 31 + Arrays.hashCode(registers);
    }

    @Override
    public String toString() {
        return "%s PSW %016X CR8 %08X keys %s%nGRs %s%nstorage %s".formatted(row, psw, monitorMasks, HexFormat.of().formatHex(keys),
                IntStream.of(registers).mapToObj("%08X"::formatted).collect(Collectors.joining(" ")), storage);
    }
}
