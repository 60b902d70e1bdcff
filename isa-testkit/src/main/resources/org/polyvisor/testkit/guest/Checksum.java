package org.polyvisor.guest.kernel;

/** CRC-32 with a table: shifts, unsigned bytes, constants of 32 bits. */
final class Checksum {
    static final int[] TABLE = new int[256];
    static final byte[] BUFFER = new byte[4096];

    static {
        for (int i = 0; i < BUFFER.length; i++) BUFFER[i] = (byte) (i * 7 + (i >> 3));
    }

    static void table() {
        for (int n = 0; n < 256; n++) {
            int c = n;
            for (int k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >>> 1) : c >>> 1;
            TABLE[n] = c;
        }
    }

    static int crc32(byte[] b, int n) {
        int c = -1;
        int[] t = TABLE;
        for (int i = 0; i < n; i++) c = t[(c ^ b[i]) & 0xff] ^ (c >>> 8);
        return ~c;
    }

    static int main() {
        table();
        return crc32(BUFFER, 4096);
    }
}
