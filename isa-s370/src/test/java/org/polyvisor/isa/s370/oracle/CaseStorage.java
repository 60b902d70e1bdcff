package org.polyvisor.isa.s370.oracle;

import java.util.Arrays;
import java.util.Map;

/**
 * Which storage a case has to itself, as the driver lays it out: two areas, one of them at the end of storage, and locations 0 to 23.
 * The new PSWs stand where the architecture wants them. A case must not change any other storage.
 */
public final class CaseStorage {
    /** Address of the first area. */
    public static final int FIRST = 0x8000;
    /** Length of the first area. */
    public static final int FIRST_LENGTH = 0x4000;
    /** Length of the second area, which ends where storage ends. */
    public static final int END_LENGTH = 0x1000;
    /** Length of the blocks that have storage keys. */
    public static final int BLOCK = 0x800;
    /** How many blocks the areas have. */
    public static final int BLOCKS = (FIRST_LENGTH + END_LENGTH) / BLOCK;
    /** Length of the third area, at location 0. It holds zeros before a case. */
    public static final int LOW_LENGTH = 24;
    /** Where the old PSWs stand: external, SVC, program; zeros before a case. */
    public static final int OLD_PSWS = 0x18;
    /** What machine checks, channels, PER and monitoring leave: 32 bytes at 128; zeros before a case. */
    public static final int ASSIGNED = 0x80;
    /** Length of that. */
    public static final int ASSIGNED_LENGTH = 32;
    /** The halfword that fills the areas: SVC 255. */
    public static final int TRAP = 0x0aff;
    /** By address of the new PSW, the instruction address in it; the rest of each new PSW is zeros. */
    public static final Map<Integer, Integer> NEW_PSWS =
            Map.of(0x58, 0x600, 0x60, 0x610, 0x68, 0x620, 0x70, 0x630, 0x78, 0x640);

    private CaseStorage() {}

    /** {@return the address of a block} @param block its number, from 0 @param storage size of storage in bytes */
    public static int block(int block, int storage) {
        int inFirst = FIRST_LENGTH / BLOCK;
        return block < inFirst ? FIRST + block * BLOCK : storage - END_LENGTH + (block - inFirst) * BLOCK;
    }

    /** {@return an area as it is before pieces are put there} @param length how long the area is */
    public static byte[] filled(int length) {
        byte[] b = new byte[length];
        Arrays.fill(b, (byte) TRAP);
        for (int i = 0; i < length; i += 2) b[i] = TRAP >> 8;
        return b;
    }

    static boolean contains(StoragePiece p, int storage) {
        int from = p.address(), to = from + p.bytes().length;
        return 0 <= from && to <= LOW_LENGTH || FIRST <= from && to <= FIRST + FIRST_LENGTH || storage - END_LENGTH <= from
                && to <= storage;
    }
}
