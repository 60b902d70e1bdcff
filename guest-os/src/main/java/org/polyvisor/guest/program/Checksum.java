package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** The CRC-32 of IEEE 802.3 of a text of 4 KiB, bit by bit and by table. */
final class Checksum {
    private static final int POLYNOMIAL = 0xedb8_8320;
    private static final int LENGTH = 4_096;
    private static final int ROUNDS = 12;

    private Checksum() {}

    static int main() {
        byte[] text = new byte[LENGTH];
        for (int i = 0; i < text.length; i++) text[i] = (byte) (i * 7 + (i >> 8));
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) table[i] = eightBits(i);
        int crc = 0;
        for (int round = 0; round < ROUNDS; round++) crc = byTable(text, table, crc);
        int check = 0;
        for (int round = 0; round < ROUNDS; round++) check = bitByBit(text, check);
        Library.print(Guest.text("crc "));
        Library.hexadecimal(crc);
        Library.newLine();
        return crc == check ? 0 : 1;
    }

    private static int eightBits(int value) {
        int crc = value;
        for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
        return crc;
    }

    private static int byTable(byte[] text, int[] table, int before) {
        int crc = ~before;
        for (int i = 0; i < text.length; i++) crc = crc >>> 8 ^ table[(crc ^ text[i]) & 0xff];
        return ~crc;
    }

    private static int bitByBit(byte[] text, int before) {
        int crc = ~before;
        for (int i = 0; i < text.length; i++) crc = eightBits(crc ^ text[i] & 0xff);
        return ~crc;
    }
}
