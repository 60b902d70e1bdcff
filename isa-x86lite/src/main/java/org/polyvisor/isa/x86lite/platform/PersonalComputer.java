package org.polyvisor.isa.x86lite.platform;

import static org.polyvisor.isa.x86lite.state.Registers.IF;

import java.util.Optional;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.x86lite.state.Ports;

/** The devices of one personal computer. */
final class PersonalComputer implements Platform {
    private static final int COM1 = 0x3f8;

    private final PlatformHost host;
    private final PortBus ports = new PortBus();
    private final SerialLine com1;
    private final KernelLoader kernel;

    /**
     * Puts the devices in place. The serial port's wire, interrupt request 4, leads nowhere as long as there is no interrupt
     * controller.
     *
     * @param host the machine
     * @param com1 what the first serial port is plugged into
     * @param kernel what is booted
     */
    PersonalComputer(PlatformHost host, SerialLine com1, KernelLoader kernel) {
        this.host = host;
        this.com1 = com1;
        this.kernel = kernel;
        Uart16550 uart = new Uart16550(COM1, com1, InterruptLine.OPEN);
        com1.connect(uart);
        ports.claim(COM1, Uart16550.PORTS, uart);
        ports.claim(SystemControlPort.PORT, 1, new SystemControlPort());
    }

    /** The firmware leaves the serial port at eight bits a character; a boot loader would say so itself. */
    @Override
    public void boot() throws UsageException {
        ports.out(COM1 + 3, 1, 3, host.now());
        kernel.load(host.machine(), host.storage());
    }

    /** No interrupt controller, no requests. */
    @Override
    public Interruption accept(int line) {
        return null;
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
}
