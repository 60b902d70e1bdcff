package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.*;

import java.util.List;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.EFlags;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Segment;
import org.polyvisor.isa.x86lite.state.Segmentation;
import org.polyvisor.isa.x86lite.state.Stack;
import org.polyvisor.isa.x86lite.state.Unimplemented;

/** IRET; SDM volume 2. The return from a nested task is not there yet. */
final class InterruptReturn {
    /** Flags that every program restores. RF lasts for one instruction and matters to breakpoints only, which are not there. */
    private static final int PROGRAM = EFlags.STATUS | EFlags.TRAP | EFlags.NESTED | EFlags.ALIGNMENT | EFlags.IDENTIFICATION;

    private final Unimplemented tasks = new Unimplemented("IRET from a nested task");

    private InterruptReturn() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.7 Control Transfer Instructions");
        InterruptReturn r = new InterruptReturn();
        t.sdm("o16 CF", "IRET", s -> r.iret(s, 16));
        t.sdm("o32 CF", "IRETD", s -> r.iret(s, 32));
    }

    private void iret(Semantics s, int bits) {
        s.set(NMI_BLOCKED, 0);
        if (!Segmentation.protectedMode(s)) {
            real(s, bits);
            return;
        }
        s.when(s.get(NT), () -> {
            tasks.report(s);
            Exceptions.fault(s, Exceptions.TS);
        });
        Value target = Stack.peek(s, 0, bits).zx(32), selector = Stack.peek(s, bits / 8, bits).lo(16);
        Value flags = Stack.peek(s, 2 * bits / 8, bits);
        Runnable back = () -> FarTransfer.leaveTo(s, selector, target, bits, 3 * bits / 8, s.constant(0), Exceptions.NP,
                () -> restore(s, flags, bits));
        if (bits == 16 || s.get(CPL).imm != 0) {
            back.run();
            return;
        }
        Value virtual = flags.bit(17);
        s.when(virtual.not(), back);
        s.when(virtual, () -> toVirtual8086(s, selector, target, flags));
    }

    private static void real(Semantics s, int bits) {
        boolean virtual = Segmentation.virtual8086(s);
        if (virtual) s.when(s.get(IOPL).eq(3).not(), () -> Exceptions.fault(s, Exceptions.GP));
        Value target = Stack.pop(s, bits).zx(32), selector = Stack.pop(s, bits).lo(16), flags = Stack.pop(s, bits);
        FarTransfer.toReal(s, selector, target);
        int mask = PROGRAM | EFlags.INTERRUPT | (virtual ? 0 : EFlags.IO_PRIVILEGE);
        EFlags.set(s, flags, bits == 16 ? mask & 0xffff : mask);
    }

    private static void restore(Semantics s, Value flags, int bits) {
        EFlags.set(s, flags, bits == 16 ? PROGRAM & 0xffff : PROGRAM);
        s.when(s.get(IOPL).below(s.get(CPL)).not(), () -> EFlags.set(s, flags, EFlags.INTERRUPT));
        if (Segmentation.privilegeLevel(s) == 0)
            EFlags.set(s, flags, EFlags.IO_PRIVILEGE | (bits == 32 ? EFlags.VIRTUAL_INTERRUPT | EFlags.VIRTUAL_PENDING : 0));
    }

    /** Segments get limits of 64 KiB and level 3. */
    private static void toVirtual8086(Semantics s, Value selector, Value target, Value flags) {
        s.when(s.constant(0xffff).below(target), () -> Exceptions.fault(s, Exceptions.GP));
        Value pointer = Stack.peek(s, 12, 32);
        List<Segment> order = List.of(SS, ES, DS, FS, GS);
        List<Value> selectors = order.stream().map(r -> Stack.peek(s, 16 + 4 * order.indexOf(r), 32).lo(16)).toList();
        EFlags.set(s, flags, -1);
        Segmentation.loadReal(s, CS, selector);
        for (int i = 0; i < order.size(); i++) Segmentation.loadReal(s, order.get(i), selectors.get(i));
        for (Segment r : SEGMENTS) {
            s.set(r.limit(), 0xffff);
            s.set(r.attributes(), 0xf3);
        }
        s.set(CS_D, 0);
        s.set(SS_B, 0);
        s.set(ESP, pointer);
        s.set(CPL, 3);
        s.jump(target);
    }
}
