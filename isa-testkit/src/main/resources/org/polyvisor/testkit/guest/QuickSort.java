package org.polyvisor.guest.kernel;

/** Recursion: for programs alone. */
final class QuickSort {
    static final int[] NUMBERS = new int[1024];
    static int seed;

    static int random() {
        seed = seed * 1103515245 + 12345;
        return seed >>> 8 & 0xffffff;
    }

    static void quick(int[] a, int lo, int hi) {
        while (lo < hi) {
            int p = a[lo + hi >>> 1];
            int i = lo, j = hi;
            while (i <= j) {
                while (a[i] < p) i++;
                while (a[j] > p) j--;
                if (i <= j) {
                    int t = a[i];
                    a[i] = a[j];
                    a[j] = t;
                    i++;
                    j--;
                }
            }
            if (j - lo < hi - i) {
                quick(a, lo, j);
                lo = i;
            } else {
                quick(a, i, hi);
                hi = j;
            }
        }
    }

    static int sorted(int[] a) {
        int h = 0;
        for (int i = 0; i < a.length; i++) {
            if (i > 0 && a[i - 1] > a[i]) return -1;
            h = h * 31 + a[i];
        }
        return h;
    }

    static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    static boolean even(int n) {
        return n == 0 || odd(n - 1);
    }

    static boolean odd(int n) {
        return n != 0 && even(n - 1);
    }

    static int main() {
        seed = 42;
        for (int i = 0; i < NUMBERS.length; i++) NUMBERS[i] = random() - 0x7fffff;
        quick(NUMBERS, 0, NUMBERS.length - 1);
        int[] made = new int[20];
        byte[] bytes = new byte[7];
        boolean[] flags = {true, false, even(21), odd(21)};
        for (int i = 0; i < made.length; i++) made[i] = fibonacci(i);
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 50);
        int h = sorted(NUMBERS);
        for (int i = 0; i < made.length; i++) h = h * 31 + made[i] + bytes[i % bytes.length];
        return h + (flags[0] ? 1 : 0) + (flags[1] ? 2 : 0) + (flags[2] ? 4 : 0) + (flags[3] ? 8 : 0);
    }
}
