package org.polyvisor.isa.x86lite.platform;

/**
 * One counter of an 8254; Intel data sheet 231164-005. Time is the number of clock pulses. What it counts follows from when it was
 * loaded, so nothing happens at a pulse.
 *
 * <p>A count is loaded at the pulse after it was written. What the data sheet leaves undefined before the first control word is mode
 * 3 with the output high, as a PC's firmware leaves it, and nothing to count.
 */
final class PitCounter {
    /** No pulse is as late as this. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int BCD = 1, OUTPUT = 0x80, NULL_COUNT = 0x40;

    /** The last six bits of the control word: access, mode, BCD. */
    private int control = 0x36;
    private int mode = 3;
    private boolean gate;
    private boolean counting;
    private int initial = 1;
    /** The pulse at which the count was loaded, or would have been if the gate had never stopped it. */
    private long start;
    private long stopped = NEVER;
    /** A count that awaits the end of a period, or a trigger; 0: none. */
    private int next;
    private long nextAt = NEVER;
    private long nextStart;
    /** What count and output were when the load was under way. */
    private int countBefore;
    private boolean outputBefore = true;
    private int firstByte = -1;
    private int latched = -1;
    private int latchedStatus = -1;
    private boolean secondByte;

    /**
     * Makes one.
     *
     * @param gate the level at its gate
     */
    PitCounter(boolean gate) {
        this.gate = gate;
    }

    private boolean periodic() {
        return mode == 2 || mode == 3;
    }

    private int modulus() {
        return (control & BCD) != 0 ? 10_000 : 1 << 16;
    }

    /** How many pulses it has counted; before it is loaded, a negative number. */
    private long elapsed(long now) {
        return Math.min(now, stopped) - start;
    }

    // ---- what is written

    /** A control word: the output takes the mode's first state, and counting ends. */
    void control(int word, long now) {
        countBefore = count(now);
        control = word & 0x3f;
        int bits = word >> 1 & 7;
        mode = bits > 5 ? bits - 4 : bits;
        outputBefore = mode != 0;
        counting = secondByte = false;
        next = 0;
        stopped = nextAt = NEVER;
        firstByte = latched = latchedStatus = -1;
    }

    /** A byte of a count. The first of two stops mode 0. */
    void write(int value, long now) {
        int access = control >> 4;
        if (access != 3) load(access == 1 ? value : value << 8, now);
        else if (firstByte >= 0) {
            int count = value << 8 | firstByte;
            firstByte = -1;
            load(count, now);
        } else {
            firstByte = value;
            if (mode != 0) return;
            countBefore = count(now);
            outputBefore = counting = false;
        }
    }

    private void load(int digits, long now) {
        settle(now);
        int count = (control & BCD) != 0 ? fromDecimal(digits) : digits;
        if (count == 0) count = modulus();
        boolean running = counting && elapsed(now) >= 0;
        if (mode == 1 || mode == 5 || !gate && periodic()) next = count;
        else if (periodic() && running) awaitPeriod(count, now);
        else begin(count, now);
    }

    private void begin(int count, long now) {
        countBefore = count(now);
        outputBefore = mode != 0 && (mode != 1 || output(now));
        initial = count;
        start = now + 1;
        stopped = gate || mode == 1 || mode == 5 ? NEVER : start;
        counting = true;
        next = 0;
        nextAt = NEVER;
    }

    /** A new count takes effect at the end of the period, in mode 3 of half of it. */
    private void awaitPeriod(int count, long now) {
        long position = elapsed(now) % initial, high = (initial + 1) / 2;
        boolean half = mode == 3 && position < high;
        next = count;
        nextAt = now - position + (half ? high : initial);
        nextStart = half ? nextAt - (count + 1) / 2 : nextAt;
    }

    private void settle(long now) {
        if (now < nextAt) return;
        initial = next;
        start = nextStart;
        next = 0;
        nextAt = NEVER;
    }

    /** The level at the gate. Its rise is the trigger of modes 1, 2, 3 and 5; modes 0 and 4 go on where they were. */
    void gate(boolean level, long now) {
        if (level == gate) return;
        settle(now);
        gate = level;
        boolean pausing = mode == 0 || mode == 4;
        if (!level) {
            if (mode == 1 || mode == 5 || !counting) return;
            stopped = Math.max(now, start);
        } else if (!pausing && (counting || next != 0)) begin(next != 0 ? next : initial, now);
        else if (pausing && counting && stopped != NEVER) {
            start += Math.max(now - stopped, 0);
            stopped = NEVER;
        }
    }

    boolean gate() {
        return gate;
    }

    // ---- what is read

    void latch(long now) {
        if (latched < 0) latched = digits(now);
    }

    void latchStatus(long now) {
        settle(now);
        boolean unloaded = !counting || elapsed(now) < 0 || next != 0;
        if (latchedStatus < 0) latchedStatus = (output(now) ? OUTPUT : 0) | (unloaded ? NULL_COUNT : 0) | control;
    }

    /** A byte of the status if it is latched, or else of the latched count, or else of the count. */
    int read(long now) {
        if (latchedStatus >= 0) {
            int status = latchedStatus;
            latchedStatus = -1;
            return status;
        }
        int access = control >> 4, count = latched >= 0 ? latched : digits(now);
        boolean high = access == 2 || access == 3 && secondByte;
        if (access == 3) secondByte = !secondByte;
        if (!secondByte) latched = -1;
        return high ? count >> 8 : count & 0xff;
    }

    private int digits(long now) {
        int count = count(now);
        return (control & BCD) != 0 ? toDecimal(count) : count;
    }

    /** What the counting element holds; mode 3 counts by twos, from one less if the count is odd. */
    private int count(long now) {
        settle(now);
        long passed = elapsed(now);
        if (!counting || passed < 0) return countBefore;
        int position = (int) (passed % initial);
        long left = switch (mode) {
            case 2 -> initial - position;
            case 3 -> (initial & ~1) - 2L * (position < (initial + 1) / 2 ? position : position - (initial + 1) / 2);
            default -> initial - passed;
        };
        return Math.floorMod(left, modulus());
    }

    boolean output(long now) {
        settle(now);
        long passed = elapsed(now);
        if (!counting || passed < 0) return outputBefore;
        return switch (mode) {
            case 0, 1 -> passed >= initial;
            case 2 -> stopped != NEVER || initial == 1 || passed % initial != initial - 1;
            case 3 -> stopped != NEVER || passed % initial < (initial + 1) / 2;
            default -> passed != initial;
        };
    }

    /** {@return the next pulse at which the output may change, or {@link #NEVER}} */
    long nextChange(long now) {
        settle(now);
        if (!counting || stopped != NEVER || periodic() && initial == 1) return nextAt;
        if (now < start) return start;
        long passed = elapsed(now), position = passed % initial;
        return switch (mode) {
            case 2 -> position < initial - 1 ? now - position + initial - 1 : now + 1;
            case 3 -> now - position + (position < (initial + 1) / 2 ? (initial + 1) / 2 : initial);
            default -> passed < initial ? start + initial : passed == initial && mode >= 4 ? now + 1 : NEVER;
        };
    }

    private static int fromDecimal(int digits) {
        return (digits >> 12 & 15) * 1000 + (digits >> 8 & 15) * 100 + (digits >> 4 & 15) * 10 + (digits & 15);
    }

    private static int toDecimal(int number) {
        return number / 1000 << 12 | number / 100 % 10 << 8 | number / 10 % 10 << 4 | number % 10;
    }
}
