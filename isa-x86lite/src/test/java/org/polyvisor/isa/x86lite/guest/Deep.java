package org.polyvisor.isa.x86lite.guest;

/** A program that calls itself until its stack is full. */
final class Deep {
    private Deep() {}

    static int main() {
        return sum(1_000_000);
    }

    private static int sum(int n) {
        return n == 0 ? 0 : sum(n - 1) + n;
    }
}
