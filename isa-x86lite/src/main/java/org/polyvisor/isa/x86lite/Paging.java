package org.polyvisor.isa.x86lite;

import static org.polyvisor.isa.x86lite.state.Registers.CPL;
import static org.polyvisor.isa.x86lite.state.Registers.CR0;
import static org.polyvisor.isa.x86lite.state.Registers.CR0_PG;
import static org.polyvisor.isa.x86lite.state.Registers.CR0_WP;
import static org.polyvisor.isa.x86lite.state.Registers.CR3;
import static org.polyvisor.isa.x86lite.state.Registers.CR4;
import static org.polyvisor.isa.x86lite.state.Registers.CR4_PSE;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Translation;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.x86lite.state.Exceptions;

/** Two-level paging with pages of 4 KiB and 4 MiB, accessed and dirty bits; SDM volume 3, 4.3 to 4.8. */
final class Paging {
    private Paging() {}

    private static final int PRESENT = 1, WRITE = 2, USER = 4, ACCESSED = 0x20, DIRTY = 0x40, LARGE = 0x80;

    static Translation walk(Machine m, int address, Access access, Route route) {
        int cr0 = (int) m.get(CR0);
        if ((cr0 & CR0_PG) == 0) return new Translation.Page(address >>> 12, true);
        boolean user = route == Route.PROGRAM && m.get(CPL) == 3, store = access == Access.WRITE;
        boolean protects = user || (cr0 & CR0_WP) != 0;
        int error = (store ? 2 : 0) | (user ? 4 : 0);

        int directoryAt = (int) m.get(CR3) & ~0xfff | address >>> 22 << 2, directory = entry(m, directoryAt);
        if ((directory & PRESENT) == 0) return refused(address, error);
        boolean large = (directory & LARGE) != 0 && (m.get(CR4) & CR4_PSE) != 0;
        int tableAt = directory & ~0xfff | (address >>> 12 & 0x3ff) << 2, table = large ? directory : entry(m, tableAt);
        if ((table & PRESENT) == 0) return refused(address, error);

        int rights = directory & table;
        boolean writable = (rights & WRITE) != 0 || !protects;
        if (user && (rights & USER) == 0 || store && !writable) return refused(address, error | 1);

        int marked = table | ACCESSED | (store ? DIRTY : 0);
        if (!large && (directory & ACCESSED) == 0) mark(m, directoryAt, directory | ACCESSED);
        if (marked != table) mark(m, large ? directoryAt : tableAt, marked);
        int frame = large ? table & 0xffc0_0000 | address & 0x3f_f000 : table & ~0xfff;
        return new Translation.Page(frame >>> 12, writable && (marked & DIRTY) != 0);
    }

    /** Where no storage is installed a table reads ones. */
    private static int entry(Machine m, int at) {
        return m.exists(at >>> 12) ? (int) m.loadAbsolute(at, 4) : -1;
    }

    private static void mark(Machine m, int at, int entry) {
        if (m.exists(at >>> 12)) m.storeAbsolute(at, 4, entry);
    }

    private static Translation refused(int address, int error) {
        return new Translation.Refused(new Interruption(Exceptions.EXCEPTION, Exceptions.PF, error, address, 0));
    }
}
