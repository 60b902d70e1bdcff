package org.polyvisor.isa.s370.platform;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.s370.Clock;
import org.polyvisor.isa.s370.Interruptions;
import org.polyvisor.isa.s370.Registers;
import org.polyvisor.isa.s370.platform.channel.Channel;

/** The input/output system of one machine, byte-multiplexor channel 0, its interval timer, and the keys of its operator. */
final class SystemPlatform implements Platform, Channels {
    /** Control register 0 at first: interval timer, interrupt key and external signals are open; GA22-7000, "Control Registers". */
    private static final int EXTERNAL_MASKS = 0xe0, INTERVAL_TIMER_MASK = 0x80;
    private static final int INTERRUPT_KEY_CODE = 0x40;

    private final PlatformHost host;
    private final Channel channel;
    private final RegisterView status;
    private final Optional<Integer> load;
    private final IntervalTimer timer;
    private final boolean extended;
    private final long lines;

    /**
     * Puts it in place.
     *
     * @param host the machine
     * @param channel channel 0
     * @param status the program-status word
     * @param line that of channel 0
     * @param load the device to load the initial program from
     */
    SystemPlatform(PlatformHost host, Channel channel, RegisterView status, int line, Optional<Integer> load) {
        this.host = host;
        this.channel = channel;
        this.status = status;
        this.load = load;
        timer = new IntervalTimer(host);
        extended = !host.architecture().model().equals("s360");
        lines = 1L << line | 1L << Interruptions.INTERVAL_TIMER_LINE;
    }

    /** Initial CPU reset, then initial program loading. */
    @Override
    public void boot() throws UsageException {
        if (extended) resetControl(host.machine());
        if (load.isPresent()) new InitialProgramLoad(host, channel, status).from(load.get());
    }

    /** The initial values of the fields that are assigned; GA22-7000, "Assignment of Control-Register Fields". */
    private static void resetControl(Machine m) {
        for (Register r : Registers.CR) m.set(r, 0);
        m.set(Registers.CR[0], EXTERNAL_MASKS);
        m.set(Registers.CR[2], -1);
        m.set(Registers.CR[14], 0xc200_0000L);
        m.set(Registers.CR[15], 0x200);
    }

    @Override
    public long lines() {
        return lines;
    }

    @Override
    public Interruption accept(int line) {
        return switch (line) {
            case Interruptions.INTERRUPT_KEY_LINE -> external(INTERRUPT_KEY_CODE | (timed() ? timer.accept() : 0));
            case Interruptions.INTERVAL_TIMER_LINE -> external(timer.accept());
            case Interruptions.RESTART_LINE -> new Interruption(Interruptions.RESTART, 0);
            default -> channel();
        };
    }

    private static Interruption external(int code) {
        return new Interruption(Interruptions.EXTERNAL, code);
    }

    /**
     * Whether the interval timer may interrupt with the interrupt key: "if more than one of these conditions is pending and allowed, the
     * conditions are indicated concurrently", GA22-7000-10, "External Interruption".
     */
    private boolean timed() {
        return !extended || (host.machine().get(Registers.CR[0]) & INTERVAL_TIMER_MASK) != 0;
    }

    /** The code is the address of the device, the detail and the address are the channel-status word, which delivery stores. */
    private Interruption channel() {
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
        boolean disabled = WaitState.disabled(psw, !extended);
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
