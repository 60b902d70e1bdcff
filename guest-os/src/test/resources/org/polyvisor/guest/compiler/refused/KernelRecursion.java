final class KernelRecursion {
    static final int[] CONTEXT = {1};

    static native void sound(int tone);

    static int[] boot() {
        print(12);
        sound(3);
        org.polyvisor.isa.guest.Guest.sys(1, 2, 3, 4);
        return CONTEXT;
    }

    static void print(int n) {
        if (n >= 10) rest(n);
    }

    static void rest(int n) {
        print(n / 10);
    }

    static int[] trap(int vector, int info) {
        return vector == 3 ? trap(0, info) : CONTEXT;
    }
}
