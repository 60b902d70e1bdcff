package org.polyvisor.guest.kernel;

/** Switches dense, sparse, falling through, with results, on characters, nested in expressions. */
final class Switches {
    static int fall(int k) {
        switch (k) {
            case 0: return 5;
            case 3: return 77;
            case 6: k += 2;
            case 9: return k * 3;
            case 30: return 1000;
            case -3: return 4;
            case Integer.MIN_VALUE: return 8;
            case Integer.MAX_VALUE: return 9;
            default: return -k;
        }
    }

    static int dense(int k) {
        return switch (k) {
            case 0, 1 -> 100;
            case 2 -> 200;
            case 3 -> {
                int sum = 0;
                for (int i = 0; i < k; i++) sum += i;
                yield sum;
            }
            case 4, 5, 6, 7, 8, 9 -> k << 4;
            case 10 -> -1;
            default -> 0;
        };
    }

    static int letters(byte[] text) {
        int h = 0;
        for (int i = 0; i < text.length; i++) {
            char c = (char) text[i];
            switch (c) {
                case 'a', 'e', 'i', 'o', 'u' -> h += 3;
                case ' ' -> h *= 2;
                default -> {
                    if (c > 'm') continue;
                    h++;
                }
            }
            h ^= c;
        }
        return h;
    }

    static int nested(int a, int b) {
        return a * switch (b & 3) {
            case 0 -> a > b ? a - b : b - a;
            case 1 -> 1 + switch (a & 1) {
                case 0 -> 10;
                default -> 20;
            };
            default -> b;
        } + (a == b ? 1 : a < b ? 2 : 3);
    }

    static final byte[] TEXT = org.polyvisor.isa.guest.Guest.text("the quick brown fox jumps over the lazy dog");

    static int main() {
        int h = fall(Integer.MIN_VALUE) + fall(Integer.MAX_VALUE);
        for (int k = -5; k < 40; k++) h = h * 31 + fall(k) + dense(k) * 7 + nested(k, k * 3 - 20) + nested(h & 15, k);
        return h * 31 + letters(TEXT) + letters(org.polyvisor.isa.guest.Guest.text("Guest"));
    }
}
