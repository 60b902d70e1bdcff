package org.polyvisor.isa.x86lite.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * A programmable interrupt controller 8259A; Intel data sheet 231468-003. Two of them stand in a PC: the second hangs on request 2 of
 * the first.
 *
 * <p>A request that is sensed by its edge counts as long as its wire stays high, as the data sheet's priority cell says. There is
 * the 8086 mode only: the CALL instructions of the MCS-80 are not there, and buffered mode changes nothing.
 */
final class Pic8259A implements PortDevice {
    /** How many ports it has. */
    static final int PORTS = 2;

    private static final Logger LOG = System.getLogger(Pic8259A.class.getName());
    private static final int ICW1 = 0x10, LEVEL_TRIGGERED = 8, SINGLE = 2, ICW4_FOLLOWS = 1;
    private static final int MICROPROCESSOR_8086 = 1, AUTOMATIC_END = 2, SPECIAL_FULLY_NESTED = 16;
    private static final int OCW3 = 8, ENABLE_SPECIAL_MASK = 0x40, SPECIAL_MASK = 0x20, POLL = 4, READ_REGISTER = 2, READ_IN_SERVICE = 1;

    private final int base;
    private final Pic8259A slave;
    private final int cascade;
    private final InterruptLine output;
    private int wires;
    private int requests;
    private int inService;
    private int mask;
    private int vectors;
    private int lowest = 7;
    private int edgeLevelControl;
    private boolean levelTriggered;
    private boolean specialMask;
    private boolean specialFullyNested;
    private boolean automaticEnd;
    private boolean rotateOnAutomaticEnd;
    private boolean readInService;
    private boolean poll;
    private boolean single;
    private boolean icw4Follows;
    /** Which initialization command word is awaited: 2, 3 or 4; 0: none. */
    private int awaited;

    /**
     * Makes one that has not been initialized.
     *
     * @param base its first port
     * @param slave another on one of its requests, or null
     * @param cascade the number of that request
     * @param output its wire to the processor, or to the other controller
     */
    Pic8259A(int base, Pic8259A slave, int cascade, InterruptLine output) {
        this.base = base;
        this.slave = slave;
        this.cascade = cascade;
        this.output = output;
    }

    /**
     * {@return the wire to one of its inputs}
     *
     * @param request 0 to 7
     */
    InterruptLine input(int request) {
        int bit = 1 << request;
        return active -> {
            boolean rises = active && (wires & bit) == 0;
            wires = active ? wires | bit : wires & ~bit;
            if (!active) requests &= ~bit;
            else if (rises || (sensesLevels() & bit) != 0) requests |= bit;
            update();
        };
    }

    private int sensesLevels() {
        return levelTriggered ? 0xff : edgeLevelControl;
    }

    // ---- priorities

    /** {@return the highest of some levels, or -1; the one behind the lowest has the highest priority} */
    private int highest(int levels) {
        for (int i = 1; i <= 8; i++) if ((levels >> (lowest + i & 7) & 1) != 0) return lowest + i & 7;
        return -1;
    }

    private int rank(int level) {
        return level - lowest - 1 & 7;
    }

    /** {@return the request that may interrupt what is in service, or -1} */
    private int pending() {
        int request = highest(requests & ~mask);
        if (request < 0) return -1;
        int blocking = specialMask ? inService & ~mask : inService;
        if (specialFullyNested && slave != null) blocking &= ~(1 << cascade);
        int served = highest(blocking);
        return served < 0 || rank(request) < rank(served) ? request : -1;
    }

    private void update() {
        output.level(pending() >= 0);
    }

    /** The processor's acknowledge cycle for a level. */
    private void serve(int level) {
        int bit = 1 << level;
        if ((sensesLevels() & bit) == 0) requests &= ~bit;
        if (automaticEnd) {
            if (rotateOnAutomaticEnd) lowest = level;
        } else inService |= bit;
    }

    /**
     * Acknowledges an interrupt; data sheet, "Interrupt Sequence".
     *
     * @return the vector; that of level 7, which is not put in service, if the request has gone
     */
    int acknowledge() {
        int level = pending();
        int vector = vectors | (level < 0 ? 7 : level);
        if (level >= 0) {
            serve(level);
            if (slave != null && level == cascade) vector = slave.acknowledge();
        }
        update();
        return vector;
    }

    // ---- ports

    @Override
    public int in(int port, long time) {
        if (poll) return readPoll();
        if (port != base) return mask;
        return readInService ? inService : requests;
    }

    private int readPoll() {
        poll = false;
        int level = pending();
        if (level >= 0) serve(level);
        update();
        return level < 0 ? 0 : 0x80 | level;
    }

    @Override
    public void out(int port, int value, long time) {
        if (port == base) {
            if ((value & ICW1) != 0) initialize(value);
            else if ((value & OCW3) != 0) operate(value);
            else end(value >> 5, value & 7);
        } else if (awaited != 0) goOn(value);
        else mask = value;
        update();
    }

    /** The edge sense is reset: a wire that is high already has to fall and rise. */
    private void initialize(int icw1) {
        levelTriggered = (icw1 & LEVEL_TRIGGERED) != 0;
        requests = wires & sensesLevels();
        inService = 0;
        mask = 0;
        lowest = 7;
        specialMask = specialFullyNested = automaticEnd = rotateOnAutomaticEnd = readInService = poll = false;
        single = (icw1 & SINGLE) != 0;
        icw4Follows = (icw1 & ICW4_FOLLOWS) != 0;
        awaited = 2;
    }

    private void goOn(int value) {
        if (awaited == 2) {
            vectors = value & 0xf8;
            awaited = !single ? 3 : icw4Follows ? 4 : 0;
        } else if (awaited == 3) awaited = icw4Follows ? 4 : 0; // ICW3: the cascade is wired and needs no telling
        else {
            if ((value & MICROPROCESSOR_8086) == 0) LOG.log(Level.WARNING, "8259A: the MCS-80 mode is not implemented: 8086 mode it is");
            automaticEnd = (value & AUTOMATIC_END) != 0;
            specialFullyNested = (value & SPECIAL_FULLY_NESTED) != 0;
            awaited = 0;
        }
    }

    private void operate(int ocw3) {
        if ((ocw3 & ENABLE_SPECIAL_MASK) != 0) specialMask = (ocw3 & SPECIAL_MASK) != 0;
        poll = (ocw3 & POLL) != 0;
        if ((ocw3 & READ_REGISTER) != 0) readInService = (ocw3 & READ_IN_SERVICE) != 0;
    }

    /** OCW2. A level that is masked does not end without being named while the special mask mode is set. */
    private void end(int command, int level) {
        int ended = highest(specialMask ? inService & ~mask : inService);
        switch (command) {
            case 0 -> rotateOnAutomaticEnd = false;
            case 4 -> rotateOnAutomaticEnd = true;
            case 1, 5 -> {
                if (ended < 0) return;
                inService &= ~(1 << ended);
                if (command == 5) lowest = ended;
            }
            case 3 -> inService &= ~(1 << level);
            case 6 -> lowest = level;
            case 7 -> {
                inService &= ~(1 << level);
                lowest = level;
            }
            default -> {} // 2: no operation
        }
    }

    /**
     * The edge/level control register, which lies beside the controller; Intel 82371AB (PIIX4), 4.2.5.
     *
     * @param changeable which requests may be sensed by level
     */
    PortDevice edgeLevelControl(int changeable) {
        return new PortDevice() {
            @Override
            public int in(int port, long time) {
                return edgeLevelControl;
            }

            @Override
            public void out(int port, int value, long time) {
                edgeLevelControl = value & changeable;
                requests = requests & wires | wires & edgeLevelControl;
                update();
            }
        };
    }
}
