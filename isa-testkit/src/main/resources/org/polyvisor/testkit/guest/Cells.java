package org.polyvisor.guest.kernel;

/** Elements of every width, with constant and variable index; arrays of arrays; compound assignment. */
final class Cells {
    static final char[] CHARS = "Polyvisor".toCharArray();
    static final short[] SHORTS = {1, -2, 3, -4, 30000, -30000, 7, 8, 9};
    static final byte[] BYTES = {1, -2, 127, -128, 0, 77, -77, 8, 9};
    static final boolean[] FLAGS = {true, false, true, true, false, false, true, false, true};
    static final int[][] TRIANGLE = new int[9][];
    static final byte[][] TEXTS = {{1, 2, 3}, {}, {-1}, null, {9, 9, 9, 9}};
    static int[] changed = {5, 6, 7};
    static int[] nothing;
    static char letter = 'x';
    static byte small = -5;
    static boolean flag;

    static {
        for (int i = 0; i < TRIANGLE.length; i++) TRIANGLE[i] = new int[i + 1];
    }

    static int pascal() {
        for (int i = 0; i < TRIANGLE.length; i++)
            for (int j = 0; j <= i; j++) TRIANGLE[i][j] = j == 0 || j == i ? 1 : TRIANGLE[i - 1][j - 1] + TRIANGLE[i - 1][j];
        return TRIANGLE[8][4] * 1000 + TRIANGLE[7][2];
    }

    static int total(byte[][] texts) {
        int sum = 0;
        for (byte[] t : texts) {
            if (t == null) continue;
            for (byte b : t) sum = sum * 3 + b;
        }
        return sum;
    }

    static int main() {
        int h = 0;
        for (int i = 0; i < CHARS.length; i++) {
            CHARS[i] += i * 4111;
            SHORTS[i] -= i * 4111;
            BYTES[i] ^= i * 41;
            FLAGS[i] ^= (i & 1) == 0;
            h = h * 3 + CHARS[i] + SHORTS[i] + BYTES[i] + (BYTES[i] & 0xff) + (FLAGS[i] ? 5 : 3);
        }
        CHARS[0]++;
        SHORTS[1]--;
        BYTES[2] += 100;
        BYTES[3] = (byte) (BYTES[2] >>> 1);
        h = h * 31 + CHARS[0] + SHORTS[1] + BYTES[2] + BYTES[3] + CHARS.length;
        int at = 1;
        changed[at++] = at;
        changed[at] += changed[at - 1] * 10 + at;
        h = h * 31 + changed[1] + changed[2] + (nothing == null ? 1 : nothing.length);
        nothing = changed;
        nothing[0] = 99;
        letter += 70000;
        small *= 30;
        flag = !flag & h != 0;
        h = h * 31 + changed[0] + letter + small + (flag ? 1 : 0) + (nothing == changed ? 7 : 0);
        return h * 31 + pascal() + total(TEXTS);
    }
}
