package org.polyvisor.isa.s370.platform;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.s370.Clock;
import org.polyvisor.isa.s370.Interruptions;
import org.polyvisor.isa.s370.platform.channel.Channel;

/** The input/output system of one machine, byte-multiplexor channel 0, and its interval timer. */
final class SystemPlatform implements Platform, Channels {
    private final PlatformHost host;
    private final Channel channel;
    private final RegisterView status;
    private final Optional<Integer> load;

    /**
     * Puts it in place.
     *
     * @param host the machine
     * @param channel channel 0
     * @param status the program-status word
     * @param load the device to load the initial program from
     */
    SystemPlatform(PlatformHost host, Channel channel, RegisterView status, Optional<Integer> load) {
        this.host = host;
        this.channel = channel;
        this.status = status;
        this.load = load;
        new IntervalTimer(host);
    }

    @Override
    public void boot() throws UsageException {
        if (load.isPresent()) new InitialProgramLoad(host, channel, status).from(load.get());
    }

    /** The code is the address of the device, the detail and the address are the channel-status word, which delivery stores. */
    @Override
    public Interruption accept(int line) {
        if (line == IntervalTimer.LINE) return IntervalTimer.interruption();
        Channel.Pending p = channel.accept();
        return p == null ? null : new Interruption(Interruptions.IO, p.address(), p.word().high(), p.word().low(), 0);
    }

    @Override
    public <T> T service(Class<T> type) {
        if (type == Clock.class) return type.cast(new HostClock(host));
        return type == Channels.class ? type.cast(this) : null;
    }

    @Override
    public Optional<Ending> ending() {
        long psw = status.reader().read(host.machine());
        boolean disabled = WaitState.disabled(psw, host.architecture().model().equals("s360"));
        return disabled ? Optional.of(WaitState.ending(psw)) : Optional.empty();
    }

    @Override
    public void close() {
        channel.close();
    }

    // ---- instructions

    private static int ofChannel(int address, IntUnaryOperator instruction) {
        return (address & 0xff00) == 0 ? instruction.applyAsInt(address) : 3;
    }

    @Override
    public int startIo(Machine m, int address, long time) {
        return ofChannel(address, a -> channel.start(m, a, time));
    }

    @Override
    public int testIo(Machine m, int address, long time) {
        return ofChannel(address, a -> channel.test(m, a, time));
    }

    @Override
    public int haltIo(Machine m, int address, long time) {
        return ofChannel(address, a -> channel.halt(m, a, time));
    }

    @Override
    public int testChannel(Machine m, int address, long time) {
        return ofChannel(address, _ -> channel.test());
    }
}
