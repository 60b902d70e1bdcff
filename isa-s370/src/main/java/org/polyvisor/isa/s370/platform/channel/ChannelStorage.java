package org.polyvisor.isa.s370.platform.channel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.PlatformHost;

/** Storage as channels use it: absolute addresses, under the key of the operation. */
final class ChannelStorage {
    private static final int FETCH_PROTECTED = 8, REFERENCED = 4, CHANGED = 2;

    private static final Logger LOG = System.getLogger(ChannelStorage.class.getName());

    private final PlatformHost host;
    private final int pageBits;
    private boolean warned;

    ChannelStorage(PlatformHost host) {
        this.host = host;
        pageBits = host.architecture().pageBits();
    }

    /** {@return whether all of these bytes are installed} */
    boolean exists(int address, int length) {
        return address >= 0 && address + length <= 1 << 24 && (long) address + length <= host.storage();
    }

    /** {@return the command word at an address that exists} */
    CommandWord commandWord(int address) {
        return CommandWord.at(host.machine(), address);
    }

    /** Says once that a program wants what is not there. */
    void warnOfIndirectAddressing(int commandWord) {
        if (warned) return;
        warned = true;
        LOG.log(Level.WARNING, "command word at {0}: indirect data addressing has not arrived yet: program check",
                Integer.toHexString(commandWord));
    }

    /** {@return the channel status that forbids the access, or 0} */
    int check(int address, int key, boolean storing) {
        if (!exists(address, 1)) return StatusWord.PROGRAM_CHECK;
        int attribute = host.machine().attribute(address >>> pageBits);
        if (key == 0 || key == attribute >>> 4) return 0;
        return storing || (attribute & FETCH_PROTECTED) != 0 ? StatusWord.PROTECTION_CHECK : 0;
    }

    void store(int address, byte value) {
        host.machine().storeAbsolute(address, 1, value);
        record(address, REFERENCED | CHANGED);
    }

    byte fetch(int address) {
        record(address, REFERENCED);
        return (byte) host.machine().loadAbsolute(address, 1);
    }

    private void record(int address, int bits) {
        Machine m = host.machine();
        int page = address >>> pageBits, before = m.attribute(page);
        if ((before & bits) != bits) m.record(page, before | bits);
    }
}
