package org.polyvisor.isa.x86lite.platform;

import static org.polyvisor.isa.x86lite.state.Registers.IF;

import java.util.Optional;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Ports;

/** The devices of one personal computer. */
final class PersonalComputer implements Platform {
    private static final int COM1 = 0x3f8;

    private static final int PIC1 = 0x20, PIC2 = 0xa0, EDGE_LEVEL = 0x4d0, CASCADE = 2;
    private static final int TIMER_REQUEST = 0, COM1_REQUEST = 4;

    private final PlatformHost host;
    private final PortBus ports = new PortBus();
    private final Pic8259A master;
    private final SerialLine com1;
    private final KernelLoader kernel;

    /**
     * Puts the devices in place and wires their requests.
     *
     * @param host the machine
     * @param com1 what the first serial port is plugged into
     * @param kernel what is booted
     */
    PersonalComputer(PlatformHost host, SerialLine com1, KernelLoader kernel) {
        this.host = host;
        this.com1 = com1;
        this.kernel = kernel;
        Cascade cascade = new Cascade();
        Pic8259A slave = new Pic8259A(PIC2, null, 0, cascade);
        master = new Pic8259A(PIC1, slave, CASCADE, this::interruptRequest);
        cascade.to(master.input(CASCADE));
        Pit8254 timer = new Pit8254(host, master.input(TIMER_REQUEST));
        Uart16550 uart = new Uart16550(COM1, com1, master.input(COM1_REQUEST));
        com1.connect(uart);
        ports.claim(PIC1, Pic8259A.PORTS, master);
        ports.claim(PIC2, Pic8259A.PORTS, slave);
        ports.claim(EDGE_LEVEL, 1, master.edgeLevelControl(0xf8));
        ports.claim(EDGE_LEVEL + 1, 1, slave.edgeLevelControl(0xde));
        ports.claim(Pit8254.BASE, Pit8254.PORTS, timer);
        ports.claim(SpeakerPort.PORT, 1, new SpeakerPort(timer));
        ports.claim(RealTimeClock.BASE, RealTimeClock.PORTS, new RealTimeClock(host.rate(), host.storage()));
        ports.claim(COM1, Uart16550.PORTS, uart);
        ports.claim(SystemControlPort.PORT, 1, new SystemControlPort());
    }

    private void interruptRequest(boolean active) {
        if (active) host.request(Exceptions.LINE_INTR);
        else host.withdraw(Exceptions.LINE_INTR);
    }

    /**
     * The firmware leaves the serial port at eight bits a character and the interrupt controllers with vectors 8 and 70 and every
     * request masked; a boot loader would say so itself.
     */
    @Override
    public void boot() throws UsageException {
        write(COM1 + 3, 3);
        initialize(PIC1, 0x08, 1 << CASCADE);
        initialize(PIC2, 0x70, CASCADE);
        kernel.load(host.machine(), host.storage());
    }

    private void initialize(int controller, int vectors, int wiring) {
        write(controller, 0x11);
        for (int word : new int[] {vectors, wiring, 1, 0xff}) write(controller + 1, word);
    }

    private void write(int port, int value) {
        ports.out(port, 1, value, host.now());
    }

    @Override
    public Interruption accept(int line) {
        return line == Exceptions.LINE_INTR ? new Interruption(Exceptions.INTERRUPT, master.acknowledge()) : null;
    }

    /** Nothing here requests the interrupt that cannot be masked. */
    @Override
    public long lines() {
        return 1L << Exceptions.LINE_INTR;
    }

    @Override
    public <T> T service(Class<T> type) {
        return type == Ports.class ? type.cast(ports) : null;
    }

    /** A processor that halts with interrupts disabled has nothing more to do. */
    @Override
    public Optional<Ending> ending() {
        return host.machine().get(IF) == 0 ? Optional.of(new Ending(true, "halted with interrupts disabled", "")) : Optional.empty();
    }

    @Override
    public void close() {
        com1.close();
    }

    /** The wire between the controllers, which has to be there before its end is. */
    private static final class Cascade implements InterruptLine {
        private InterruptLine end = InterruptLine.OPEN;

        void to(InterruptLine e) {
            end = e;
        }

        @Override
        public void level(boolean active) {
            end.level(active);
        }
    }
}
