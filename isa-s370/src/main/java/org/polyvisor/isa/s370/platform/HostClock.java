package org.polyvisor.isa.s370.platform;

import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.s370.Clock;

/**
 * Time as virtual time has it.
 *
 * @param host the machine
 */
record HostClock(PlatformHost host) implements Clock {

    @Override
    public long elapsed(long time) {
        return Clock.units(time, host.rate());
    }

    @Override
    public long now() {
        return host.now();
    }
}
