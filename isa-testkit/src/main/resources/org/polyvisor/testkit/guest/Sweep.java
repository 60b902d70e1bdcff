package org.polyvisor.guest.kernel;

/** Arithmetic at its edges: shifts by any count, division and its remainder, narrowing, the smallest number. */
final class Sweep {
    static int minusOne() {
        return -1;
    }

    static int arithmetic() {
        int h = 17;
        for (int i = -9; i <= 9; i++) {
            int v = i * 0x1234567;
            for (int j = -3; j <= 35; j++) {
                h = h * 31 + (v << j) + (v >> j) + (v >>> j);
                if (j != 0) h ^= v / j + v % j;
                h += (byte) v + (char) v - (short) (v >> 3);
                h += j < 0 ? -v : ~v;
            }
        }
        return h;
    }

    static int constantShifts(int v) {
        int h = (v << 0) + (v >> 0) + (v >>> 0);
        h = h * 31 + (v << 1) + (v >> 1) + (v >>> 1);
        h = h * 31 + (v << 31) + (v >> 31) + (v >>> 31);
        h = h * 31 + (v << 32) + (v >> 33) + (v >>> -1);
        return h * 31 + (v << -3) + (v >> -3) + (v >>> -3);
    }

    static int divisions(int v) {
        int h = v / 1 + v % 1 + v / -1 + v % -1;
        h = h * 31 + v / 2 + v % 2 + v / -2 + v % -2;
        h = h * 31 + v / 7 + v % 1000 + v / -3 + v / 4096 + v % 4096;
        h = h * 31 + v / Integer.MIN_VALUE + v % Integer.MIN_VALUE + v / Integer.MAX_VALUE;
        return v == 0 ? h : h * 31 + 100 / v + 100 % v + Integer.MIN_VALUE / v + Integer.MIN_VALUE % v;
    }

    static int compare(int a, int b) {
        return (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a == b ? 4 : 0) + (a != b ? 8 : 0) + (a >= b ? 16 : 0) + (a > b ? 32 : 0)
                + (a < 0 ? 64 : 0) + (0 < b ? 128 : 0) + (a > 100000 ? 256 : 0) + (-70000 >= b ? 512 : 0);
    }

    static final int[] EDGES = {0, 1, -1, 2, 127, 128, 255, 256, -128, -129, 4095, 4096, 32767, 32768, -32768, -32769, 65535, 65536,
        0x7fffffff, 0x80000000, 0x80000001, 0x12345678, -559038737};

    static int main() {
        int h = arithmetic();
        h += Integer.MIN_VALUE / minusOne() + Integer.MIN_VALUE % minusOne();
        for (int i = 0; i < EDGES.length; i++) {
            int v = EDGES[i];
            h = h * 31 + constantShifts(v) ^ divisions(v);
            h = h * 31 + (byte) v + (short) v + (char) v + -v + ~v + v * 3 + v * -5 + v * 65537 + (v & 255) + (v | 4096) + (v ^ -4097);
            for (int j = 0; j < EDGES.length; j++) h = h * 31 + compare(v, EDGES[j]) + v * EDGES[j] + v - EDGES[j];
        }
        return h;
    }
}
