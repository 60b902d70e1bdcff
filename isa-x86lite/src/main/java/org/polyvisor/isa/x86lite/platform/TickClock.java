package org.polyvisor.isa.x86lite.platform;

/**
 * A clock of devices, derived from virtual time.
 *
 * @param frequency its pulses a second
 * @param rate instructions a second of virtual time
 */
record TickClock(long frequency, long rate) {

    /**
     * {@return how many pulses there have been}
     *
     * @param time virtual time
     */
    long ticks(long time) {
        return time / rate * frequency + time % rate * frequency / rate;
    }

    /**
     * {@return the first virtual time at which there have been so many pulses}
     *
     * @param ticks how many
     */
    long time(long ticks) {
        return ticks / frequency * rate + (ticks % frequency * rate + frequency - 1) / frequency;
    }
}
