package org.polyvisor.isa.s370.platform.channel;

import static org.polyvisor.isa.s370.Registers.PREFIX;

import org.polyvisor.isa.machine.Machine;

/**
 * A channel-status word; GA22-7000, "Channel-Status Word".
 *
 * @param key protection key of the operation, 0 to 15
 * @param address of the command word behind the last one used
 * @param status unit status in the high byte, channel status in the low one
 * @param count bytes left of the last command word used
 */
public record StatusWord(int key, int address, int status, int count) {

    /** Unit status, from the device. */
    public static final int ATTENTION = 0x80, MODIFIER = 0x40, CONTROL_UNIT_END = 0x20, BUSY = 0x10, CHANNEL_END = 8, DEVICE_END = 4,
            UNIT_CHECK = 2, UNIT_EXCEPTION = 1;

    /** Channel status, as it lies in the low byte. */
    public static final int PROGRAM_CONTROLLED = 0x80, INCORRECT_LENGTH = 0x40, PROGRAM_CHECK = 0x20, PROTECTION_CHECK = 0x10,
            CHAINING_CHECK = 1;

    /** Where it is stored. */
    private static final int LOCATION = 64;

    /**
     * {@return a word that says something of a device only}
     *
     * @param unit its status
     */
    static StatusWord ofDevice(int unit) {
        return new StatusWord(0, 0, unit << 8, 0);
    }

    /** {@return the first word: key and address} */
    public int high() {
        return key << 28 | address & 0xff_ffff;
    }

    /** {@return the second word: status and count} */
    public int low() {
        return status << 16 | count & 0xffff;
    }

    /**
     * Stores it.
     *
     * @param m the machine
     */
    void store(Machine m) {
        int location = (int) m.get(PREFIX) + LOCATION;
        m.storeAbsolute(location, 4, high());
        m.storeAbsolute(location + 4, 4, low());
    }

    /**
     * Replaces the status portion of the stored word.
     *
     * @param m the machine
     * @param status unit and channel status
     */
    static void storeStatus(Machine m, int status) {
        m.storeAbsolute((int) m.get(PREFIX) + LOCATION + 4, 2, status);
    }
}
