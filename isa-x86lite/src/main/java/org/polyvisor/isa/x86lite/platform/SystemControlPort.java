package org.polyvisor.isa.x86lite.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * System control port A; IBM PS/2 Hardware Interface Technical Reference, system board. Bit 1 opens address line 20, bit 0 resets
 * the processor. Line 20 is always open here, and the reset is not there yet: both say so when a program asks for them.
 */
final class SystemControlPort implements PortDevice {
    /** Its port. */
    static final int PORT = 0x92;

    private static final Logger LOG = System.getLogger(SystemControlPort.class.getName());
    private static final int RESET = 1, LINE_20 = 2;

    private int contents = LINE_20;

    @Override
    public int in(int port, long time) {
        return contents;
    }

    @Override
    public void out(int port, int value, long time) {
        boolean closes = (contents & ~value & LINE_20) != 0;
        if (closes) LOG.log(Level.WARNING, "port 92: address line 20 cannot be closed yet: it stays open");
        if ((value & RESET) != 0) LOG.log(Level.WARNING, "port 92: resetting the processor has not arrived yet: it goes on");
        contents = value & ~RESET;
    }
}
