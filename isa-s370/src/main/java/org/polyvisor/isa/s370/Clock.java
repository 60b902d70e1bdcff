package org.polyvisor.isa.s370;

/** Time as the clocks of a machine show it: a service of the platform. */
public interface Clock {

    /**
     * How much time has passed since virtual time began.
     *
     * @param time virtual time: instructions completed, waits included
     * @return units of 2⁻¹² microseconds: the resolution of the TOD clock's bit 63
     */
    long elapsed(long time);

    /** {@return virtual time now} */
    long now();

    /**
     * Converts virtual time.
     *
     * @param time instructions, at least 0
     * @param rate instructions a second
     * @return units of 2⁻¹² microseconds, rounded down
     */
    static long units(long time, long rate) {
        long second = 4_096_000_000L;
        return time / rate * second + Math.multiplyHigh(time % rate, second) + Math.floorDiv(time % rate * second, rate);
    }
}
