package org.polyvisor.isa.s370.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.BootOption;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.PlatformType;
import org.polyvisor.isa.s370.Clock;
import org.polyvisor.isa.s370.platform.channel.Channel;

/** Channels, devices and initial program loading of System/360 and System/370. */
public final class SystemPlatformType implements PlatformType {
    private static final String DEFAULT_CONSOLE = "01F=1052";

    private final Function<Architecture, RegisterView> status;
    private final int firstLine;

    /**
     * Makes the type.
     *
     * @param status the program-status word
     * @param firstLine the line of channel 0
     */
    public SystemPlatformType(Function<Architecture, RegisterView> status, int firstLine) {
        this.status = status;
        this.firstLine = firstLine;
    }

    @Override
    public List<BootOption> options() {
        return List.of(new BootOption("ipl", "DEVICE", false, "the device to load the initial program from, such as 00C"),
                new BootOption("attach", "ADDRESS=TYPE[,FILE][,OPTION]…", true,
                        "a device: card readers 1442, 2501, 3505 with FILE and code=ebcdic|text|auto; console 1052 (default 01F)"));
    }

    @Override
    public Platform create(PlatformHost host, Map<String, List<String>> options) throws UsageException {
        Channel channel = new Channel(host, 0, firstLine);
        boolean console = false;
        for (String a : options.getOrDefault("attach", List.of())) {
            Attachment attachment = Attachment.of(a);
            if (!channel.attach(attachment.address(), attachment.device(host)))
                throw new UsageException("--attach " + a + ": there is a device at this address already");
            console |= attachment.isConsole();
        }
        if (!console) {
            Attachment usual = Attachment.of(DEFAULT_CONSOLE);
            if (!channel.attach(usual.address(), usual.device(host)))
                throw new UsageException("--attach: the console's usual address 01F is taken: give the console another, such as --attach 009=1052");
        }
        List<String> loads = options.getOrDefault("ipl", List.of());
        if (loads.size() > 1) throw new UsageException("--ipl is given " + loads.size() + " times: once is enough");
        Optional<Integer> load = Optional.empty();
        if (!loads.isEmpty()) load = Optional.of(Attachment.address("--ipl " + loads.getFirst(), loads.getFirst()));
        if (load.isPresent() && !channel.operational(load.get()))
            throw new UsageException("--ipl " + loads.getFirst() + ": there is no device at this address: attach one with --attach");
        return new SystemPlatform(host, channel, status.apply(host.architecture()), firstLine, load);
    }

    @Override
    public Platform bare(PlatformHost host) {
        return new Bare(host, status);
    }

    /** A machine without channels: nothing ends its wait. */
    private record Bare(PlatformHost host, Function<Architecture, RegisterView> status) implements Platform {
        @Override
        public void boot() {}

        @Override
        public Interruption accept(int line) {
            return null;
        }

        @Override
        public <T> T service(Class<T> type) {
            return type == Channels.class ? type.cast(Channels.NONE) : type == Clock.class ? type.cast(new HostClock(host)) : null;
        }

        @Override
        public Optional<Ending> ending() {
            return Optional.of(WaitState.ending(status.apply(host.architecture()).reader().read(host.machine())));
        }
    }
}
