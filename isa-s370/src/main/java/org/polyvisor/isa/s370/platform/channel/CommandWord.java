package org.polyvisor.isa.s370.platform.channel;

import org.polyvisor.isa.machine.Machine;

/**
 * A channel-command word; GA22-7000, "Channel-Command Word".
 *
 * @param command command code
 * @param data address of the first byte
 * @param flags bits 32 to 39
 * @param count how many bytes
 */
public record CommandWord(int command, int data, int flags, int count) {
    private static final int CHAIN_DATA = 0x80, CHAIN_COMMAND = 0x40, SUPPRESS_LENGTH = 0x20, SKIP = 0x10, PROGRAM_CONTROLLED = 8,
            MUST_BE_ZERO = 7;
    private static final int TRANSFER_IN_CHANNEL = 8;

    /** What initial program loading begins with: 24 bytes to location 0, command chaining, any length. */
    static final CommandWord INITIAL_LOAD = new CommandWord(2, 0, CHAIN_COMMAND | SUPPRESS_LENGTH, 24);

    static CommandWord at(Machine m, int address) {
        int high = (int) m.loadAbsolute(address, 4), low = (int) m.loadAbsolute(address + 4, 4);
        return new CommandWord(high >>> 24, high & 0xff_ffff, low >>> 24, low & 0xffff);
    }

    boolean transferInChannel() {
        return (command & 15) == TRANSFER_IN_CHANNEL;
    }

    /** Whether a command could begin with this; what data chaining fetches is not tested for its command. */
    boolean valid(boolean dataChaining) {
        return validBut(0, dataChaining);
    }

    /** The same, whatever these flags are. */
    boolean validBut(int ignoredFlags, boolean dataChaining) {
        return count != 0 && (flags & MUST_BE_ZERO & ~ignoredFlags) == 0 && (dataChaining || (command & 15) != 0);
    }

    boolean chainsData() {
        return (flags & CHAIN_DATA) != 0;
    }

    /** Data chaining has priority. */
    boolean chainsCommand() {
        return (flags & (CHAIN_DATA | CHAIN_COMMAND)) == CHAIN_COMMAND;
    }

    boolean suppressesLength() {
        return (flags & (CHAIN_DATA | SUPPRESS_LENGTH)) == SUPPRESS_LENGTH;
    }

    boolean skips() {
        return (flags & SKIP) != 0;
    }

    boolean programControlled() {
        return (flags & PROGRAM_CONTROLLED) != 0;
    }

    /** Data of these go to descending addresses. */
    boolean backward() {
        return (command & 15) == 12;
    }
}
