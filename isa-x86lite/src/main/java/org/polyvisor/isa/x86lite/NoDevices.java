package org.polyvisor.isa.x86lite;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.BootOption;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.PlatformType;
import org.polyvisor.isa.x86lite.state.Ports;

/** A machine without devices: every port is unclaimed, and there is nothing to boot from. */
final class NoDevices implements PlatformType {

    @Override
    public List<BootOption> options() {
        return List.of();
    }

    @Override
    public Platform create(PlatformHost host, Map<String, List<String>> options) throws UsageException {
        return bare(host);
    }

    @Override
    public Platform bare(PlatformHost host) {
        return new Bare();
    }

    private static final class Bare implements Platform {
        @Override
        public void boot() throws UsageException {
            throw new UsageException("x86lite: this machine has no device to boot from");
        }

        @Override
        public Interruption accept(int line) {
            return null;
        }

        @Override
        public <T> T service(Class<T> type) {
            return type == Ports.class ? type.cast(Ports.NONE) : null;
        }

        @Override
        public Optional<Ending> ending() {
            return Optional.of(new Ending(true, "halted", ""));
        }
    }
}
