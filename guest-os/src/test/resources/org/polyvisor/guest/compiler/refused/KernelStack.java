final class KernelStack {
    static final int[] CONTEXT = {1};

    static int[] boot() {
        a(1);
        return CONTEXT;
    }

    static void a(int n) {
        b(n);
    }

    static void b(int n) {
        c(n);
    }

    static void c(int n) {
        CONTEXT[0] = n;
    }

    static int[] trap(int vector, int info) {
        return CONTEXT;
    }
}
