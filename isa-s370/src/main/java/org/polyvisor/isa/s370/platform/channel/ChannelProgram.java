package org.polyvisor.isa.s370.platform.channel;

/** The chain of command words that a subchannel works through; GA22-7000, "Execution of Input/Output Operations". */
final class ChannelProgram {
    private static final int INDIRECT = 4;

    private final ChannelStorage storage;
    private final int key;
    private int next;
    private CommandWord current;
    private int address;
    private int left;
    private int error;
    private boolean blockTooLong;
    private boolean programControlled;

    private ChannelProgram(ChannelStorage storage, int key, int next) {
        this.storage = storage;
        this.key = key;
        this.next = next;
    }

    /**
     * Begins where a channel-address word says.
     *
     * @param storage where the command words are
     * @param addressWord key in bits 0 to 3, address of the first command word in bits 8 to 31, zeros between
     * @return the program at its first command word, or with an {@link #error}
     */
    static ChannelProgram at(ChannelStorage storage, int addressWord) {
        ChannelProgram p = new ChannelProgram(storage, addressWord >>> 28, addressWord & 0xff_ffff);
        if ((addressWord & 0x0f00_0000) != 0) p.error = StatusWord.PROGRAM_CHECK;
        else p.fetch(false, false);
        return p;
    }

    /** Begins initial program loading: the program goes on at location 8. */
    static ChannelProgram ofInitialLoad(ChannelStorage storage) {
        ChannelProgram p = new ChannelProgram(storage, 0, 8);
        p.use(CommandWord.INITIAL_LOAD);
        return p;
    }

    /** Goes on to the command word behind, or to the one behind that. */
    void chainCommand(boolean modified) {
        if (modified) next = next + 8 & 0xff_ffff;
        fetch(true, false);
    }

    /** One transfer in channel may come between two command words; none may come first. */
    private void fetch(boolean transfer, boolean data) {
        if ((next & 7) != 0 || !storage.exists(next, 8)) {
            error |= StatusWord.PROGRAM_CHECK;
            if (!transfer) return;
            next = next + 8 & 0xff_ffff;
            return;
        }
        CommandWord c = storage.commandWord(next);
        int behind = next + 8 & 0xff_ffff;
        if (transfer && c.transferInChannel()) {
            next = c.data();
            if ((next & 7) != 0 || !storage.exists(next, 8)) {
                error |= StatusWord.PROGRAM_CHECK;
                next = behind;
                return;
            }
            c = storage.commandWord(next);
            behind = next + 8 & 0xff_ffff;
        }
        next = behind;
        boolean valid = !c.transferInChannel() && c.valid(data);
        if (!valid) {
            error |= StatusWord.PROGRAM_CHECK;
            if (c.validBut(INDIRECT, data)) storage.warnOfIndirectAddressing(behind - 8);
        } else if (data) use(new CommandWord(current.command(), c.data(), c.flags(), c.count()));
        else use(c);
    }

    private void use(CommandWord c) {
        current = c;
        address = c.data();
        left = c.count();
        blockTooLong = false;
        programControlled |= c.programControlled();
    }

    // ---- data

    /** Stores what a device offers, as far as the program wants it. */
    void put(byte[] bytes) {
        for (byte b : bytes) {
            if (error != 0) return;
            if (left == 0) {
                blockTooLong = true;
                return;
            }
            if (!current.skips()) {
                error = storage.check(address, key, true);
                if (error != 0) return;
                storage.store(address, b);
            }
            advance();
        }
    }

    /** Fetches what a device requests, as far as the program has it. */
    byte[] take(int most) {
        byte[] bytes = new byte[most];
        int n = 0;
        while (n < most && left > 0 && error == 0) {
            error = storage.check(address, key, false);
            if (error != 0) break;
            bytes[n++] = storage.fetch(address);
            advance();
        }
        return java.util.Arrays.copyOf(bytes, n);
    }

    /** An address that leaves the 24 bits is invalid when it is used; the area behind a full one is the next command word's. */
    private void advance() {
        address += current.backward() ? -1 : 1;
        left--;
        if (left == 0 && current.chainsData()) fetch(true, true);
    }

    // ---- questions

    int key() {
        return key;
    }

    /** The address behind the last command word used. */
    int next() {
        return next;
    }

    CommandWord current() {
        return current;
    }

    int left() {
        return left;
    }

    /** Channel status that ends the program, or 0. */
    int error() {
        return error;
    }

    /** Whether more or less data was there than the program wanted, which it wants to know. */
    boolean incorrectLength() {
        return (left != 0 || blockTooLong) && !current.suppressesLength() && error == 0;
    }

    /** Whether a program-controlled interruption was demanded since this was asked the last time. */
    boolean takeProgramControlled() {
        boolean p = programControlled;
        programControlled = false;
        return p;
    }
}
