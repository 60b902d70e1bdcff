package org.polyvisor.isa.x86lite.oracle;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Registers, flags and data before an instruction: a function of a seed and a profile, so that vectors need not hold them.
 *
 * @param registers EAX ECX EDX EBX ESP EBP ESI EDI
 * @param eflags arithmetic flags and DF
 * @param window seed of the page of data at {@link #WINDOW}
 */
record Inputs(int[] registers, int eflags, int window) {
    static final int CODE = 0x4000;
    static final int WINDOW = 0x8000;
    static final int WINDOW_SIZE = 0x1000;
    /** CF PF AF ZF SF DF OF. */
    static final int FLAGS = 0xcd5;

    private static final int[] EDGES = {0, 1, -1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000,
        31, 32, 33, 16, 8, 9};

    /** What an instruction wants of its registers. */
    enum Profile {
        /** Nothing. */
        ANY,
        /** ESI, EDI, EBX and EBP point into the window. */
        POINTERS,
        /** Registers are small, so that bit offsets stay in the window. */
        BITS,
        /**
         * Pointers lead to the ends of the window and of the page behind it, which can only be read; other registers are small. Flags are
         * the low bits of the seed, so that seeds in order have all of them.
         */
        PAGE_ENDS
    }

    static Inputs of(long seed, Profile profile) {
        RandomGenerator r = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        if (profile == Profile.PAGE_ENDS) return atPageEnds(r, Integer.expand((int) seed, FLAGS));
        int[] g = new int[8];
        for (int i = 0; i < 8; i++) {
            int v = switch (r.nextInt(4)) {
                case 0 -> EDGES[r.nextInt(EDGES.length)];
                case 1 -> r.nextInt();
                default -> pointer(r);
            };
            g[i] = profile == Profile.BITS && v >>> 12 != WINDOW >>> 12 ? r.nextInt(-4096, 4096) : v;
        }
        g[4] = WINDOW + 0x400 + r.nextInt(0x800);
        if (profile == Profile.POINTERS) for (int i : new int[] {3, 5, 6, 7}) g[i] = WINDOW + 0x400 + r.nextInt(0x800);
        return new Inputs(g, r.nextInt() & FLAGS, r.nextInt());
    }

    private static Inputs atPageEnds(RandomGenerator r, int flags) {
        int[] g = new int[8];
        for (int i = 0; i < 3; i++) g[i] = r.nextInt(-300, 300);
        for (int i = 3; i < 8; i++) g[i] = pageEnd(r);
        return new Inputs(g, flags, r.nextInt());
    }

    /** {@return an address near an end of the window or of the page behind it} */
    static int pageEnd(RandomGenerator r) {
        return WINDOW + WINDOW_SIZE * r.nextInt(3) + r.nextInt(-12, 12);
    }

    private static int pointer(RandomGenerator r) {
        return WINDOW + 0x200 + r.nextInt(0xc00);
    }

    /** {@return these, for messages} */
    Result asResult() {
        return new Result(registers, eflags, CODE, -1, 0, 0, new int[0]);
    }

    /** The page of data: the same generator as in the native program. */
    byte[] data() {
        byte[] b = new byte[WINDOW_SIZE];
        int x = window | 1;
        for (int i = 0; i < WINDOW_SIZE; i += 4) {
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
            for (int k = 0; k < 4; k++) b[i + k] = (byte) (x >> 8 * k);
        }
        return b;
    }
}
