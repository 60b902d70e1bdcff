package org.polyvisor.isa.s370;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.BootOption;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.PlatformType;

/** A processor and storage alone: nothing but the clock. */
final class NoDevices implements PlatformType {

    private record Alone(PlatformHost host) implements Platform, Clock {
        @Override
        public void boot() throws UsageException {
            throw new UsageException("there is no device to load from");
        }

        @Override
        public Interruption accept(int line) {
            return null;
        }

        @Override
        public <T> T service(Class<T> type) {
            return type == Clock.class ? type.cast(this) : null;
        }

        @Override
        public Optional<Ending> ending() {
            return Optional.empty();
        }

        @Override
        public long elapsed(long time) {
            return Clock.units(time, host.rate());
        }

        @Override
        public long now() {
            return host.now();
        }
    }

    @Override
    public List<BootOption> options() {
        return List.of();
    }

    @Override
    public Platform create(PlatformHost host, Map<String, List<String>> options) throws UsageException {
        for (String name : options.keySet()) throw new UsageException("--" + name + ": this machine has no devices");
        return bare(host);
    }

    @Override
    public Platform bare(PlatformHost host) {
        return new Alone(host);
    }
}
