package org.polyvisor.isa.s370.platform;

import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.s370.Interruptions;
import org.polyvisor.isa.s370.Registers;

/**
 * The interval timer: the word at real location 80, whose bit 23 is decremented 300 times a second; GA22-7000, "Interval Timer". An
 * interruption is requested when it goes from positive or zero to negative. It runs in the wait state, too.
 */
final class IntervalTimer {
    private static final int LOCATION = 80;
    private static final int UNIT = 1 << 8;
    private static final int A_SECOND = 300;
    private static final int CODE = 0x80;

    private final PlatformHost host;
    private final long began;
    private long ticks;
    private boolean pending;

    /**
     * Starts it.
     *
     * @param host the machine
     */
    IntervalTimer(PlatformHost host) {
        this.host = host;
        began = host.now();
        next();
    }

    private void next() {
        ticks++;
        long at = began + ticks / A_SECOND * host.rate() + ticks % A_SECOND * host.rate() / A_SECOND;
        host.tick(at, Interruptions.INTERVAL_TIMER_LINE, this::tick);
    }

    private void tick() {
        Machine m = host.machine();
        int address = (int) m.get(Registers.PREFIX) | LOCATION, value = (int) m.loadAbsolute(address, 4);
        m.storeAbsolute(address, 4, value - UNIT);
        if (value >= 0 && value - UNIT < 0) {
            pending = true;
            host.request(Interruptions.INTERVAL_TIMER_LINE);
        }
        next();
    }

    /** {@return the interruption code that it contributes, which is 0 if it requests nothing} The request is honored. */
    int accept() {
        int code = pending ? CODE : 0;
        pending = false;
        host.withdraw(Interruptions.INTERVAL_TIMER_LINE);
        return code;
    }
}
