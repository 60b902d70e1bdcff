package org.polyvisor.hypervisor.engine;

/** Operations that the host's instructions do not offer as {@link org.polyvisor.isa.semantics.Op} defines them. Called by translated code. */
final class Arithmetic {
    private Arithmetic() {}

    static int quotient(int a, int b) {
        return b == 0 ? 0 : a / b;
    }

    static long quotient(long a, long b) {
        return b == 0 ? 0 : a / b;
    }

    static int remainder(int a, int b) {
        return b == 0 ? 0 : a % b;
    }

    static long remainder(long a, long b) {
        return b == 0 ? 0 : a % b;
    }

    static int unsignedQuotient(int a, int b) {
        return b == 0 ? 0 : Integer.divideUnsigned(a, b);
    }

    static long unsignedQuotient(long a, long b) {
        return b == 0 ? 0 : Long.divideUnsigned(a, b);
    }

    static int unsignedRemainder(int a, int b) {
        return b == 0 ? 0 : Integer.remainderUnsigned(a, b);
    }

    static long unsignedRemainder(long a, long b) {
        return b == 0 ? 0 : Long.remainderUnsigned(a, b);
    }
}
