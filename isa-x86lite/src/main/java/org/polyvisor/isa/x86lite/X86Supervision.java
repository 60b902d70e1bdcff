package org.polyvisor.isa.x86lite;

import static org.polyvisor.isa.x86lite.state.Registers.*;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Supervision;
import org.polyvisor.isa.Translation;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Unimplemented;

/** What a system programmer's manual says beyond instructions; SDM volume 3, chapters 4 and 6. */
final class X86Supervision implements Supervision {
    private final Unimplemented taskGates = new Unimplemented("a task gate in the IDT");

    /** Real mode has level 0, virtual-8086 mode level 3 and segments of 64 KiB with 16-bit code. */
    @Override
    public boolean possible(Mode m) {
        if (m.get(PE) == 0) return m.get(CPL) == 0 && m.get(VM) == 0;
        return m.get(VM) == 0 || m.get(CPL) == 3 && m.get(CS_D) == 0 && m.get(SS_B) == 0 && m.get(FLAT) == 0;
    }

    /** INTR is open while IF is set, but for one instruction after STI; NMI until another one is being handled. */
    @Override
    public Value open(Semantics s) {
        Value intr = s.get(IF).and(s.get(SHADOW).not()), nmi = s.get(NMI_BLOCKED).not();
        return intr.zx(64).shl(Exceptions.LINE_INTR).or(nmi.zx(64).shl(Exceptions.LINE_NMI));
    }

    @Override
    public Value waiting(Semantics s) {
        return s.get(HALTED);
    }

    /** The page directory; whether there is paging, for users, with write protection, with large pages. */
    @Override
    public Value space(Semantics s) {
        Value cr0 = s.get(CR0), paging = cr0.bit(31);
        Value user = s.get(CPL).eq(3).zx(32).shl(1), protect = cr0.bit(16).zx(32).shl(2), large = s.get(CR4).bit(4).zx(32).shl(3);
        Value space = s.get(CR3).and(0xffff_f000L).or(user).or(protect).or(large).or(1);
        return paging.choose(space, s.constant(0)).zx(64);
    }

    @Override
    public Value fetchBase(Semantics s) {
        return s.get(CS.base());
    }

    @Override
    public Translation walk(Machine m, int address, Access access, Route route) {
        return Paging.walk(m, address, access, route);
    }

    @Override
    public void deliver(Semantics s, InterruptionClass type, int code, Cause cause) {
        new Delivery(s, type, code, cause, taskGates).deliver();
    }

    @Override
    public Interruption escalate(Interruption first, Interruption second) {
        return Exceptions.escalate(first, second);
    }

    /** INT n, INT3 and INTO are faults where their handler cannot be called; a single step has been made. */
    @Override
    public boolean revocable(Interruption i) {
        return i.type() == Exceptions.SOFTWARE_INTERRUPT
                || i.type() == Exceptions.EXCEPTION && (i.code() == Exceptions.BP || i.code() == Exceptions.OF);
    }
}
