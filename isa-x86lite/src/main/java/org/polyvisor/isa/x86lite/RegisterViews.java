package org.polyvisor.isa.x86lite;

import static org.polyvisor.isa.x86lite.state.Registers.*;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.x86lite.state.EFlags;
import org.polyvisor.isa.x86lite.state.Registers;
import org.polyvisor.isa.x86lite.state.Segment;

/** The registers as users name them. */
final class RegisterViews {
    private RegisterViews() {}

    private static final int TABLES = 0, STATUS = 1, SELECTORS = 2, CACHES = 3, REST = 4;

    static List<RegisterView> all() {
        List<RegisterView> views = new ArrayList<>();
        for (Register r : GENERAL) views.add(RegisterView.of(r, REST));
        views.add(new RegisterView("eip", 32, false, REST, m -> m.get(FILE.pc()) & 0xffff_ffffL, (m, v) -> m.set(FILE.pc(), v)));
        views.add(new RegisterView("eflags", 32, false, STATUS, m -> EFlags.read(m) & 0xffff_ffffL, RegisterViews::eflags));
        for (Segment r : SEGMENTS) segment(views, r);
        segment(views, LDTR);
        segment(views, TR);
        for (Register r : List.of(GDTR_BASE, GDTR_LIMIT, IDTR_BASE, IDTR_LIMIT)) views.add(RegisterView.of(r, TABLES));
        views.add(new RegisterView("cr0", 32, false, TABLES, m -> m.get(CR0) & 0xffff_ffffL, RegisterViews::cr0));
        for (Register r : List.of(CR2, CR3, CR4)) views.add(RegisterView.of(r, TABLES));
        for (Register r : BREAKPOINTS) views.add(RegisterView.of(r, TABLES));
        views.add(RegisterView.of(DR6, TABLES));
        views.add(RegisterView.of(DR7, TABLES));
        return List.copyOf(views);
    }

    private static void segment(List<RegisterView> views, Segment r) {
        views.add(new RegisterView(r.name(), 16, false, SELECTORS, m -> m.get(r.selector()), (m, v) -> selector(m, r, (int) v & 0xffff)));
        for (Register part : List.of(r.base(), r.limit(), r.attributes())) {
            long mask = (1L << part.bits()) - 1;
            views.add(new RegisterView(part.name(), part.bits(), false, CACHES, m -> m.get(part) & mask, (m, v) -> {
                m.set(part, v);
                derive(m, r);
            }));
        }
    }

    /** In real and virtual-8086 mode a selector determines the base; elsewhere the low bits of CS are the privilege level. */
    private static void selector(Machine m, Segment r, int selector) {
        m.set(r.selector(), selector);
        if (r == LDTR || r == TR) return;
        if (m.get(PE) == 0 || m.get(VM) == 1) m.set(r.base(), selector << 4);
        else if (r == CS) m.set(CPL, selector & 3);
        derive(m, r);
    }

    /** Puts in place what follows from a descriptor cache. */
    static void derive(Machine m, Segment r) {
        int attributes = (int) m.get(r.attributes()) & 0xffff;
        if (r.flat() != null) m.set(r.flat(), r.isFlat((int) m.get(r.base()), (int) m.get(r.limit()), attributes) ? 1 : 0);
        m.set(FLAT, m.get(ES.flat()) & m.get(CS.flat()) & m.get(SS.flat()) & m.get(DS.flat()));
        if (r == CS) m.set(Registers.CS_D, attributes >> 14 & 1);
        if (r == SS) m.set(Registers.SS_B, attributes >> 14 & 1);
    }

    private static void eflags(Machine m, long v) {
        EFlags.write(m, (int) v);
        if (m.get(PE) == 1) m.set(CPL, m.get(VM) == 1 ? 3 : m.get(CS.selector()) & 3);
    }

    private static void cr0(Machine m, long v) {
        if ((v & (CR0_PG & 0xffff_ffffL)) != 0 && (v & CR0_PE) == 0) throw new IllegalArgumentException("PG without PE is impossible");
        m.set(CR0, v);
        m.set(PE, v & 1);
        if ((v & 1) == 0) m.set(CPL, 0);
    }
}
