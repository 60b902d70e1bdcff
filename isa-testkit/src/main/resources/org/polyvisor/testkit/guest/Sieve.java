package org.polyvisor.guest.kernel;

/** Primes up to 8192: loops over a byte array. */
final class Sieve {
    static final int N = 8192;
    static final byte[] FLAGS = new byte[N + 1];

    static int sieve() {
        byte[] f = FLAGS;
        int count = 0;
        for (int i = 0; i <= N; i++) f[i] = 1;
        for (int i = 2; i <= N; i++) {
            if (f[i] != 0) {
                count++;
                for (int j = i + i; j <= N; j += i) f[j] = 0;
            }
        }
        return count;
    }

    static int main() {
        return sieve();
    }
}
