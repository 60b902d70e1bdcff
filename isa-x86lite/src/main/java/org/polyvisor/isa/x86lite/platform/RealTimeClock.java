package org.polyvisor.isa.x86lite.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The real-time clock MC146818 with its 128 bytes of memory that needs no power; Motorola data sheet MC146818, IBM Personal Computer
 * AT Technical Reference. It begins at midnight of 1 January 2000 and goes with virtual time, in BCD and 24 hours. A program may
 * write any byte; setting the clock and its interrupts are not there yet, and say so.
 */
final class RealTimeClock implements PortDevice {
    /** Its ports: one for the address, one for the data. */
    static final int BASE = 0x70, PORTS = 2;

    private static final Logger LOG = System.getLogger(RealTimeClock.class.getName());
    private static final LocalDateTime BEGIN = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final int REGISTER_A = 10, REGISTER_B = 11, REGISTER_C = 12, REGISTER_D = 13, CENTURY = 0x32;
    private static final int HOURS_24 = 2, INTERRUPTS = 0x70, SET = 0x80, VALID = 0x80;

    private final long rate;
    private final int[] memory = new int[128];
    private int address;

    /**
     * Makes one.
     *
     * @param rate instructions a second of virtual time
     * @param storage bytes of memory installed, which the firmware writes down
     */
    RealTimeClock(long rate, long storage) {
        this.rate = rate;
        memory[REGISTER_A] = 0x26;
        memory[REGISTER_B] = HOURS_24;
        word(0x15, 640);
        word(0x17, Math.min(Math.max((storage >> 10) - 1024, 0), 0xfc00));
        word(0x30, Math.min(Math.max((storage >> 10) - 1024, 0), 0xfc00));
        word(0x34, Math.min(Math.max((storage >> 16) - 256, 0), 0xffff));
    }

    private void word(int at, long value) {
        memory[at] = (int) value & 0xff;
        memory[at + 1] = (int) (value >> 8) & 0xff;
    }

    @Override
    public int in(int port, long time) {
        if (port == BASE) return 0xff;
        LocalDateTime now = BEGIN.plusSeconds(time / rate);
        return switch (address) {
            case 0 -> decimal(now.getSecond());
            case 2 -> decimal(now.getMinute());
            case 4 -> decimal(now.getHour());
            case 6 -> now.getDayOfWeek().getValue() % 7 + 1;
            case 7 -> decimal(now.getDayOfMonth());
            case 8 -> decimal(now.getMonthValue());
            case 9 -> decimal(now.getYear() % 100);
            case CENTURY -> decimal(now.getYear() / 100);
            case REGISTER_C -> 0;
            case REGISTER_D -> VALID;
            default -> memory[address];
        };
    }

    private static int decimal(int n) {
        return n / 10 << 4 | n % 10;
    }

    @Override
    public void out(int port, int value, long time) {
        if (port == BASE) {
            address = value & 0x7f; // bit 7 would hold back an NMI, and there is none
            return;
        }
        if (address < REGISTER_A && (address & 1) == 0 || address > 5 && address < REGISTER_A || address == CENTURY)
            LOG.log(Level.WARNING, "real-time clock: setting the time is not implemented: it goes on from {0}",
                    BEGIN.plusSeconds(time / rate).atOffset(ZoneOffset.UTC));
        else if (address == REGISTER_B) control(value);
        else if (address != REGISTER_C && address != REGISTER_D) memory[address] = value;
    }

    private void control(int value) {
        int unknown = value & (INTERRUPTS | SET) | ~value & HOURS_24 | value & 4;
        if (unknown != 0)
            LOG.log(Level.WARNING, "real-time clock: register B = {0}: interrupts, binary digits and 12 hours are not implemented",
                    Integer.toHexString(value));
        memory[REGISTER_B] = value & ~(INTERRUPTS | 4) | HOURS_24;
    }
}
