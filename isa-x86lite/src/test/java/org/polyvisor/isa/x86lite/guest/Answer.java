package org.polyvisor.isa.x86lite.guest;

/** A program that ends with a code, after a while. */
final class Answer {
    private Answer() {}

    static int main() {
        int sum = 0;
        for (int i = 0; i < 100_000; i++) sum += i & 1;
        return sum - 49_958;
    }
}
