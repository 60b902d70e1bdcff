final class Wide {
    static long total;
    static double[] table = {1.5};

    static int main() {
        int i = 5;
        long big = i + 1L;
        float ratio = i / 2f;
        total += big;
        table[0] *= ratio;
        return narrow(big) + (int) table[0];
    }

    static int narrow(long value) {
        return (int) (value >>> 3);
    }
}
