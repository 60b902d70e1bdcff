package org.polyvisor.isa.s370.platform;

import static org.polyvisor.isa.s370.platform.channel.StatusWord.CHANNEL_END;
import static org.polyvisor.isa.s370.platform.channel.StatusWord.DEVICE_END;
import static org.polyvisor.isa.s370.platform.channel.StatusWord.MODIFIER;

import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.s370.platform.channel.Channel;
import org.polyvisor.isa.s370.platform.channel.StatusWord;

/** Initial program loading; GA22-7000, "System Control", "Initial Program Loading". */
record InitialProgramLoad(PlatformHost host, Channel channel, RegisterView status) {
    private static final int BASIC_ADDRESS = 2, EXTENDED_ADDRESS = 184;
    private static final long EXTENDED_CONTROL = 1L << 63 - 12;

    /**
     * Loads the initial program and its program-status word.
     *
     * @param address the device
     * @throws UsageException if the device or the program does not permit it
     */
    void from(int address) throws UsageException {
        String option = String.format("--ipl %03X", address);
        StatusWord end = channel.load(address);
        if (end == null) throw new UsageException(option + ": the device ends no reading by itself: a program cannot be loaded from it");
        if ((end.status() & ~(MODIFIER << 8)) != (CHANNEL_END | DEVICE_END) << 8)
            throw new UsageException(String.format("%s: loading failed with status %04X at the command word before %06X: %s", option,
                    end.status(), end.address(), reason(end.status())));
        Machine m = host.machine();
        long psw = m.loadAbsolute(0, 8);
        if (host.architecture().model().equals("s360") || (psw & EXTENDED_CONTROL) == 0) m.storeAbsolute(BASIC_ADDRESS, 2, address);
        else m.storeAbsolute(EXTENDED_ADDRESS, 4, address);
        try {
            status.writer().write(m, psw);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.format("%s: the program-status word %016X at location 0 is invalid: %s", option, psw,
                    e.getMessage()));
        }
    }

    private static String reason(int status) {
        if ((status & StatusWord.UNIT_CHECK << 8) != 0) return "unit check (no more cards? a command the device does not have?)";
        if ((status & StatusWord.PROGRAM_CHECK) != 0) return "program check (not a loadable deck: there is no valid command word)";
        if ((status & StatusWord.INCORRECT_LENGTH) != 0) return "incorrect length";
        return "unusual status";
    }
}
