package org.polyvisor.isa.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A simplified expression is worth what plain arithmetic says")
class SimplifierTest {
    private static final int STATES = 24;
    private static final int[] WIDTHS = {1, 2, 4, 8, 16, 32, 32, 64, 64, 1};
    private static final long[] EDGES = {0, 1, -1, 2, 15, 16, 127, 128, 255, 0x7fff, 0x8000, 0xffff, 0x7fff_ffffL, 0x8000_0000L,
        0xffff_ffffL, Long.MIN_VALUE, Long.MAX_VALUE, 31, 32, 63};

    /** An expression, and what it is worth in each state. */
    private record Known(Value v, long[] is) {}

    private interface Arithmetic {
        long of(long x, long y, long condition);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomExpressionsAgree(long seed) {
        RandomGenerator r = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 1_000; round++) {
            long[][] frames = new long[STATES][WIDTHS.length];
            List<Known> pool = leaves(r, frames);
            for (int n = 0; n < 40; n++) {
                Known made = combine(r, pool);
                pool.add(made);
                for (int e = 0; e < STATES; e++) {
                    int state = e;
                    long got = made.v.eval(frames[e]);
                    assertEquals(made.is[e], got, () -> "seed " + seed + ": " + made.v + " in " + Arrays.toString(frames[state]));
                }
            }
        }
    }

    private static List<Known> leaves(RandomGenerator r, long[][] frames) {
        List<Known> pool = new ArrayList<>();
        for (int s = 0; s < WIDTHS.length; s++) {
            long[] is = new long[STATES];
            for (int e = 0; e < STATES; e++)
                is[e] = frames[e][s] = Value.fit(r.nextBoolean() ? EDGES[r.nextInt(EDGES.length)] : r.nextLong(), WIDTHS[s]);
            pool.add(new Known(Value.read(s, WIDTHS[s]), is));
            long k = Value.fit(EDGES[r.nextInt(EDGES.length)], WIDTHS[s]);
            long[] constant = new long[STATES];
            Arrays.fill(constant, k);
            pool.add(new Known(r.nextBoolean() ? Value.of(k, WIDTHS[s]) : Value.immediate(k, WIDTHS[s]), constant));
        }
        return pool;
    }

    private static Known combine(RandomGenerator r, List<Known> pool) {
        Known x = pool.get(r.nextInt(pool.size()));
        int w = x.v.bits;
        List<Known> same = pool.stream().filter(k -> k.v.bits == w).toList(), bits = pool.stream().filter(k -> k.v.bits == 1).toList();
        Known y = same.get(r.nextInt(same.size())), c = bits.get(r.nextInt(bits.size()));
        Value v = x.v, u = y.v;
        int n = r.nextInt(Math.min(w, 32)), to = r.nextBoolean() ? 32 : 64, lo = new int[] {1, 2, 4, 8, 16, 32}[r.nextInt(6)];
        Value count = Value.of(n, 32);
        return switch (r.nextInt(26)) {
            case 0 -> made(v.plus(u), w, (p, q, b) -> p + q, x, y, c);
            case 1 -> made(v.minus(u), w, (p, q, b) -> p - q, x, y, c);
            case 2 -> made(v.times(u), w, (p, q, b) -> p * q, x, y, c);
            case 3 -> made(v.and(u), w, (p, q, b) -> p & q, x, y, c);
            case 4 -> made(v.or(u), w, (p, q, b) -> p | q, x, y, c);
            case 5 -> made(v.xor(u), w, (p, q, b) -> p ^ q, x, y, c);
            case 6 -> made(v.not(), w, (p, q, b) -> ~p, x, y, c);
            case 7 -> made(v.negate(), w, (p, q, b) -> -p, x, y, c);
            case 8 -> made(v.shl(n), w, (p, q, b) -> p << n, x, y, c);
            case 9 -> made(v.shr(n), w, (p, q, b) -> unsigned(p, w) >>> n, x, y, c);
            case 10 -> made(v.sar(count), w, (p, q, b) -> signed(p, w) >> n, x, y, c);
            case 11 -> made(v.eq(u), 1, (p, q, b) -> p == q ? 1 : 0, x, y, c);
            case 12 -> made(v.ne(u), 1, (p, q, b) -> p != q ? 1 : 0, x, y, c);
            case 13 -> made(v.lt(u), 1, (p, q, b) -> signed(p, w) < signed(q, w) ? 1 : 0, x, y, c);
            case 14 -> made(v.below(u), 1, (p, q, b) -> Long.compareUnsigned(p, q) < 0 ? 1 : 0, x, y, c);
            case 15, 16, 17 -> made(c.v.choose(v, u), w, (p, q, b) -> b != 0 ? p : q, x, y, c);
            case 18, 19 -> made(v.sx(to), Math.max(w, to), (p, q, b) -> signed(p, w), x, y, c);
            case 20 -> made(v.zx(to).lo(lo), Math.min(lo, Math.max(w, to)), (p, q, b) -> unsigned(p, w), x, y, c);
            case 21 -> made(v.sign(), 1, (p, q, b) -> signed(p, w) < 0 ? 1 : 0, x, y, c);
            case 22 -> made(v.bit(n), 1, (p, q, b) -> unsigned(p, w) >>> n, x, y, c);
            case 23 -> w == 32 || w == 64 ? divided(r, x, y, c, w) : made(v.lo(lo), Math.min(lo, w), (p, q, b) -> p, x, y, c);
            case 24 -> w == 32
                    ? made(v.zx(64).plus(u.sx(64)).lo(32), 32, (p, q, b) -> p + q, x, y, c)
                    : made(v.eq(EDGES[n % EDGES.length]), 1, (p, q, b) -> p == Value.fit(EDGES[n % EDGES.length], w) ? 1 : 0, x, y, c);
            default -> w == 32
                    ? made(v.sx(64).times(u.sx(64)).lo(32), 32, (p, q, b) -> p * q, x, y, c)
                    : made(v.lo(lo), Math.min(lo, w), (p, q, b) -> p, x, y, c);
        };
    }

    private static Known divided(RandomGenerator r, Known x, Known y, Known c, int w) {
        return switch (r.nextInt(4)) {
            case 0 -> made(x.v.dividedBy(y.v), w, (p, q, b) -> q == 0 ? 0 : p / q, x, y, c);
            case 1 -> made(x.v.remainder(y.v), w, (p, q, b) -> q == 0 ? 0 : p % q, x, y, c);
            case 2 -> made(x.v.dividedUnsigned(y.v), w,
                    (p, q, b) -> q == 0 ? 0 : Long.divideUnsigned(unsigned(p, w), unsigned(q, w)), x, y, c);
            default -> made(x.v.remainderUnsigned(y.v), w,
                    (p, q, b) -> q == 0 ? 0 : Long.remainderUnsigned(unsigned(p, w), unsigned(q, w)), x, y, c);
        };
    }

    private static Known made(Value v, int bits, Arithmetic f, Known x, Known y, Known c) {
        assertEquals(bits, v.bits, v::toString);
        long[] is = new long[STATES];
        for (int e = 0; e < STATES; e++) is[e] = Value.fit(f.of(x.is[e], y.is[e], c.is[e]), bits);
        return new Known(v, is);
    }

    private static long signed(long v, int bits) {
        return v << 64 - bits >> 64 - bits;
    }

    private static long unsigned(long v, int bits) {
        return bits == 64 ? v : v & (1L << bits) - 1;
    }
}
