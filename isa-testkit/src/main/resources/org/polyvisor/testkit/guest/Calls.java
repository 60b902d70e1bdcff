package org.polyvisor.guest.kernel;

/** Calls with many arguments, calls in arguments, values kept across calls, more variables than registers. */
final class Calls {
    static int many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l) {
        return a + 2 * b + 3 * c + 5 * d + 7 * e + 11 * f + 13 * g + 17 * h + 19 * i + 23 * j + 29 * k + 31 * l;
    }

    static int swap(int a, int b, int c) {
        int t = a;
        a = c;
        c = t + b;
        return a * 100 + b * 10 + c;
    }

    static void nothing() {}

    static int ignored(int a) {
        nothing();
        swap(a, a, a);
        return a + 1;
    }

    static int pressure(int x) {
        int a = x + 1, b = x * 3, c = x - 7, d = x ^ 55, e = x << 2, f = x >> 1, g = ~x, h = -x, i = x & 99, j = x | 7, k = x % 13, l = x / 3;
        for (int n = 0; n < 5; n++) {
            a += ignored(b) + n;
            b ^= many(a, b, c, d, e, f, g, h, i, j, k, l);
            c -= d * n;
            d += e ^ f;
            e = swap(f, g, h) + i;
            f += j - k;
            g ^= l << n;
            h += a & b | c;
            i = swap(swap(a, b, c), swap(d, e, f), swap(g, h, many(i, j, k, l, a, b, c, d, e, f, g, h)));
            j += i;
            k -= j >>> n;
            l ^= k;
        }
        return many(l, k, j, i, h, g, f, e, d, c, b, a);
    }

    static boolean both(boolean a, boolean b) {
        return a && !b || b && !a;
    }

    static int main() {
        int h = 0;
        for (int x = -3; x < 4; x++) {
            h = h * 31 + pressure(x) + many(1, 2, 3, x, h, 6, swap(x, h, 1), 8, x < 0 ? x : -x, 10, 11, ignored(h));
            h += both(x > 0, (h & 1) == 0) ? 1 : 2;
            int i = 5;
            i = i++ + ++i + i-- - --i;
            h += many(i++, i++, i, i += 2, i *= 3, i, -i, ~i, i >> 1, i << 1, i % 7, i);
        }
        return h;
    }
}
