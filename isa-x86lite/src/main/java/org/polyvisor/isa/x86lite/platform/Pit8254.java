package org.polyvisor.isa.x86lite.platform;

import java.util.List;
import org.polyvisor.isa.platform.PlatformHost;

/**
 * The programmable interval timer 8254; Intel data sheet 231164-005. Its clock is derived from virtual time. Counter 0 requests
 * interrupts, counter 1 refreshed the memory, counter 2 sounds the speaker.
 */
final class Pit8254 implements PortDevice {
    /** Its first port, how many it has, and its clock in pulses a second. */
    static final int BASE = 0x40, PORTS = 4, FREQUENCY = 1_193_182;

    private static final int READ_BACK = 3;

    private final PlatformHost host;
    private final TickClock clock;
    private final InterruptLine interrupt;
    private final List<PitCounter> counters = List.of(new PitCounter(true), new PitCounter(true), new PitCounter(false));
    private Runnable cancel = () -> {};

    /**
     * Makes one.
     *
     * @param host the machine
     * @param interrupt the wire of counter 0
     */
    Pit8254(PlatformHost host, InterruptLine interrupt) {
        this.host = host;
        this.interrupt = interrupt;
        clock = new TickClock(FREQUENCY, host.rate());
    }

    @Override
    public int in(int port, long time) {
        return port == BASE + 3 ? 0xff : counters.get(port - BASE).read(clock.ticks(time));
    }

    @Override
    public void out(int port, int value, long time) {
        long now = clock.ticks(time);
        int selected = value >> 6;
        if (port != BASE + 3) counters.get(port - BASE).write(value, now);
        else if (selected == READ_BACK) readBack(value, now);
        else if ((value & 0x30) == 0) counters.get(selected).latch(now);
        else counters.get(selected).control(value, now);
        if (port == BASE || port == BASE + 3 && selected == 0 && (value & 0x30) != 0) settle(time);
    }

    private void readBack(int command, long now) {
        for (int i = 0; i < 3; i++) {
            if ((command >> i + 1 & 1) == 0) continue;
            if ((command & 0x20) == 0) counters.get(i).latch(now);
            if ((command & 0x10) == 0) counters.get(i).latchStatus(now);
        }
    }

    /** Shows counter 0's output, and again when it changes next. */
    private void settle(long time) {
        cancel.run();
        PitCounter c = counters.getFirst();
        long now = clock.ticks(time);
        interrupt.level(c.output(now));
        long change = c.nextChange(now);
        if (change == PitCounter.NEVER) return;
        long at = Math.max(clock.time(change), time + 1);
        cancel = host.schedule(at, () -> settle(at));
    }

    /**
     * Opens or closes counter 2.
     *
     * @param level at its gate
     * @param time virtual time
     */
    void speakerGate(boolean level, long time) {
        counters.getLast().gate(level, clock.ticks(time));
    }

    /**
     * {@return counter 2's output}
     *
     * @param time virtual time
     */
    boolean speaker(long time) {
        return counters.getLast().output(clock.ticks(time));
    }

    /**
     * {@return the signal of memory refreshes: it changes each 15 microseconds, as counter 1 of a PC is set}
     *
     * @param time virtual time
     */
    boolean refresh(long time) {
        return (clock.ticks(time) / 18 & 1) != 0;
    }
}
