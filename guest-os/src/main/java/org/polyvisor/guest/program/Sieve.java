package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** The sieve of Eratosthenes: primes below 20,000, again and again. */
final class Sieve {
    private static final int LIMIT = 20_000;
    private static final int ROUNDS = 8;

    private Sieve() {}

    static int main() {
        boolean[] composite = new boolean[LIMIT];
        int primes = 0;
        int last = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < composite.length; i++) composite[i] = false;
            primes = 0;
            for (int i = 2; i < composite.length; i++) {
                if (composite[i]) continue;
                primes++;
                last = i;
                for (int j = i + i; j < composite.length; j += i) composite[j] = true;
            }
        }
        Library.show(Guest.text("primes"), primes);
        Library.show(Guest.text("the last is"), last);
        return primes == 2_262 && last == 19_997 ? 0 : 1;
    }
}
