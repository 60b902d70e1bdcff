package org.polyvisor.isa.x86lite.platform;

import java.util.ArrayDeque;

/**
 * The asynchronous serial port NS16550A; National Semiconductor data sheet PC16550D (June 1995), chapters 8.1 to 8.11.
 *
 * <p>Characters take no time on the line: one that is written is sent at once, so the transmitter is always empty. One that
 * arrives waits on the line while there is no room for it, so nothing typed is lost; four character times of silence, after which a
 * FIFO that is below its trigger level asks for attention, pass at once. As in every PC, OUT2 opens the way to the interrupt
 * controller.
 */
final class Uart16550 implements PortDevice {
    /** How many ports it has. */
    static final int PORTS = 8;

    private static final int FIFO = 16;
    private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};

    private static final int IER_RECEIVED = 1, IER_TRANSMITTER = 2, IER_LINE = 4, IER_MODEM = 8;
    private static final int IIR_NONE = 1, IIR_MODEM = 0, IIR_TRANSMITTER = 2, IIR_RECEIVED = 4, IIR_LINE = 6, IIR_TIMEOUT = 12,
            IIR_FIFOS = 0xc0;
    private static final int FCR_ENABLE = 1, FCR_CLEAR_RECEIVER = 2;
    private static final int LCR_DIVISOR = 0x80;
    private static final int MCR_DTR = 1, MCR_RTS = 2, MCR_OUT1 = 4, MCR_OUT2 = 8, MCR_LOOP = 16;
    private static final int LSR_READY = 1, LSR_OVERRUN = 2, LSR_EMPTY = 0x60;
    private static final int MSR_RING = 0x40, MSR_ALL = 0xb0;

    private final int base;
    private final SerialLine line;
    private final InterruptLine interrupt;
    private final ArrayDeque<Integer> arriving = new ArrayDeque<>();
    private final ArrayDeque<Integer> received = new ArrayDeque<>();
    private int divisor = 12;
    private int enabled;
    private boolean fifos;
    private int triggerLevel = 1;
    private int lineControl;
    private int modemControl;
    private boolean overrun;
    private boolean transmitterEmptied;
    private int modemStatus = MSR_ALL;
    private int modemChanges;
    private int scratch;

    /**
     * Makes a serial port in the state after a master reset; data sheet, table I.
     *
     * @param base its first port
     * @param line what it is plugged into
     * @param interrupt its wire to the interrupt controller
     */
    Uart16550(int base, SerialLine line, InterruptLine interrupt) {
        this.base = base;
        this.line = line;
        this.interrupt = interrupt;
    }

    /**
     * Takes what arrives.
     *
     * @param characters at least one
     */
    void receive(byte[] characters) {
        for (byte c : characters) arriving.add(c & 0xff);
        fill();
        update();
    }

    private boolean looped() {
        return (modemControl & MCR_LOOP) != 0;
    }

    private int room() {
        return fifos ? FIFO : 1;
    }

    /** As many characters as there is room for come off the line; in a loop, the line is not connected. */
    private void fill() {
        while (!looped() && received.size() < room() && !arriving.isEmpty()) received.add(arriving.remove() & lengthMask());
    }

    /** A one for each bit of a character, as the line control says. */
    private int lengthMask() {
        return 0xff >> 3 - (lineControl & 3);
    }

    @Override
    public int in(int port, long time) {
        int value = switch (port - base) {
            case 0 -> divisorSelected() ? divisor & 0xff : readReceived();
            case 1 -> divisorSelected() ? divisor >> 8 : enabled;
            case 2 -> readIdentification();
            case 3 -> lineControl;
            case 4 -> modemControl;
            case 5 -> readLineStatus();
            case 6 -> readModemStatus();
            default -> scratch;
        };
        update();
        return value;
    }

    @Override
    public void out(int port, int value, long time) {
        switch (port - base) {
            case 0 -> {
                if (divisorSelected()) divisor = divisor & 0xff00 | value;
                else transmit(value & lengthMask());
            }
            case 1 -> {
                if (divisorSelected()) divisor = divisor & 0xff | value << 8;
                else enable(value & 15);
            }
            case 2 -> controlFifos(value);
            case 3 -> lineControl = value;
            case 4 -> controlModem(value & 31);
            case 7 -> scratch = value;
            default -> {} // the status registers are read only
        }
        update();
    }

    private boolean divisorSelected() {
        return (lineControl & LCR_DIVISOR) != 0;
    }

    private int readReceived() {
        int c = received.isEmpty() ? 0 : received.remove();
        fill();
        return c;
    }

    private void transmit(int character) {
        transmitterEmptied = true;
        if (!looped()) line.transmit(character);
        else if (received.size() < room()) received.add(character);
        else {
            overrun = true;
            if (!fifos) {
                received.clear();
                received.add(character);
            }
        }
    }

    /** Opening the transmitter's interrupt while it is empty raises it. */
    private void enable(int sources) {
        if ((sources & ~enabled & IER_TRANSMITTER) != 0) transmitterEmptied = true;
        enabled = sources;
    }

    private void controlFifos(int value) {
        boolean enable = (value & FCR_ENABLE) != 0;
        if (enable != fifos || enable && (value & FCR_CLEAR_RECEIVER) != 0) received.clear();
        fifos = enable;
        if (enable) triggerLevel = TRIGGER_LEVELS[value >> 6];
        fill();
    }

    private void controlModem(int value) {
        modemControl = value;
        int status = MSR_ALL;
        if (looped())
            status = (value & MCR_DTR) << 5 | (value & MCR_RTS) << 3 | (value & MCR_OUT1) << 4 | (value & MCR_OUT2) << 4;
        int changed = status ^ modemStatus;
        modemChanges |= changed >> 4 & 11;
        if ((changed & MSR_RING & modemStatus) != 0) modemChanges |= 4; // the trailing edge of a ring
        modemStatus = status;
        fill();
    }

    private int readIdentification() {
        int why = identification();
        if (why == IIR_TRANSMITTER) transmitterEmptied = false;
        return why | (fifos ? IIR_FIFOS : 0);
    }

    private int readLineStatus() {
        int value = LSR_EMPTY | (received.isEmpty() ? 0 : LSR_READY) | (overrun ? LSR_OVERRUN : 0);
        overrun = false;
        return value;
    }

    private int readModemStatus() {
        int value = modemStatus | modemChanges;
        modemChanges = 0;
        return value;
    }

    /** The interrupt of the highest priority; data sheet, table III. */
    private int identification() {
        if ((enabled & IER_LINE) != 0 && overrun) return IIR_LINE;
        boolean enough = !fifos || received.size() >= triggerLevel;
        if ((enabled & IER_RECEIVED) != 0 && !received.isEmpty()) return enough ? IIR_RECEIVED : IIR_TIMEOUT;
        if ((enabled & IER_TRANSMITTER) != 0 && transmitterEmptied) return IIR_TRANSMITTER;
        if ((enabled & IER_MODEM) != 0 && modemChanges != 0) return IIR_MODEM;
        return IIR_NONE;
    }

    private void update() {
        interrupt.level(identification() != IIR_NONE && (modemControl & (MCR_OUT2 | MCR_LOOP)) == MCR_OUT2);
    }
}
