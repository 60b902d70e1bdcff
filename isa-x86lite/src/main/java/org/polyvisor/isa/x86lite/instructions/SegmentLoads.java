package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.CPL;
import static org.polyvisor.isa.x86lite.state.Registers.LDTR;
import static org.polyvisor.isa.x86lite.state.Registers.SEGMENTS;
import static org.polyvisor.isa.x86lite.state.Registers.SHADOW;
import static org.polyvisor.isa.x86lite.state.Registers.TR;

import org.polyvisor.isa.Route;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.StorageOperand;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Descriptor;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Segment;
import org.polyvisor.isa.x86lite.state.Segmentation;
import org.polyvisor.isa.x86lite.state.Stack;

/** Instructions that load segment registers; SDM volume 3, 5.6 and 5.7. */
final class SegmentLoads {
    private SegmentLoads() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.12 Segment Register Instructions");
        t.sdm("8E /r", "MOV Sreg, r16/32/m16", (s, d, x) -> loadAlone(s, segment(d), x.get().lo(16)));
        pop(t, "07", "ES");
        pop(t, "17", "SS");
        pop(t, "1F", "DS");
        pop(t, "0F A1", "FS");
        pop(t, "0F A9", "GS");
        far(t, "C5 /r", "LDS", 3);
        far(t, "C4 /r", "LES", 0);
        far(t, "0F B4 /r", "LFS", 4);
        far(t, "0F B5 /r", "LGS", 5);
        far(t, "0F B2 /r", "LSS", 2);
        t.sdm("0F 00 /2", "LLDT r/m16", SegmentLoads::lldt);
        t.sdm("0F 00 /3", "LTR r/m16", SegmentLoads::ltr);
    }

    private static void pop(Table t, String opcode, String name) {
        t.sdm("o16 " + opcode, "POP " + name, (s, d) -> loadAlone(s, segment(d), Stack.pop(s, 16)));
        t.sdm("o32 " + opcode, "POP " + name, (s, d) -> loadAlone(s, segment(d), Stack.pop(s, 32).lo(16)));
    }

    private static void far(Table t, String opcode, String name, int segment) {
        t.sdm(opcode, name + " r16/32, m16:16/32", (s, d, m) -> {
            int bytes = d.bits() / 8;
            Value offset = ((StorageOperand) m).at(0, bytes).get(), selector = ((StorageOperand) m).at(bytes, 2).get();
            load(s, SEGMENTS.get(segment), selector);
            d.set(offset);
        });
    }

    private static Segment segment(Operand selector) {
        Register r = selector.register();
        return SEGMENTS.stream().filter(g -> g.selector() == r).findFirst().orElseThrow();
    }

    private static void load(Semantics s, Segment r, Value selector) {
        if (!Segmentation.protectedMode(s)) Segmentation.loadReal(s, r, selector);
        else if (r.stack()) loadStack(s, selector);
        else {
            Value none = selector.and(0xfffc).eq(0);
            s.when(none, () -> Segmentation.loadNull(s, r, selector));
            s.when(none.not(), () -> loadData(s, r, selector));
        }
    }

    /** MOV SS and POP SS hold interrupts back, so that the stack pointer can follow; LSS loads both. */
    private static void loadAlone(Semantics s, Segment r, Value selector) {
        load(s, r, selector);
        if (r.stack()) s.set(SHADOW, 1);
    }

    private static void loadData(Semantics s, Segment r, Value selector) {
        Descriptor d = Descriptor.of(s, selector, Exceptions.GP, 0);
        Value level = d.privilege(), beneath = level.below(s.get(CPL)).or(level.below(selector.lo(2)));
        Value refused = d.readable().not().or(d.conforming().not().and(beneath));
        s.when(refused, () -> Exceptions.fault(s, Exceptions.GP, Descriptor.error(selector, 0)));
        s.when(d.present().not(), () -> Exceptions.fault(s, Exceptions.NP, Descriptor.error(selector, 0)));
        d.into(s, r, selector);
    }

    private static void loadStack(Semantics s, Value selector) {
        s.when(selector.and(0xfffc).eq(0), () -> Exceptions.fault(s, Exceptions.GP));
        Descriptor d = Descriptor.of(s, selector, Exceptions.GP, 0);
        Value fits = d.privilege().eq(s.get(CPL)).and(selector.lo(2).eq(s.get(CPL)));
        s.when(d.writableData().and(fits).not(), () -> Exceptions.fault(s, Exceptions.GP, Descriptor.error(selector, 0)));
        s.when(d.present().not(), () -> Exceptions.fault(s, Exceptions.SS, Descriptor.error(selector, 0)));
        d.into(s, SEGMENTS.get(2), selector);
    }

    private static void lldt(Semantics s, Operand x) {
        if (!Segmentation.protectedMode(s)) Exceptions.fault(s, Exceptions.UD);
        s.privileged();
        Value selector = x.get(), none = selector.and(0xfffc).eq(0);
        s.when(none, () -> Segmentation.loadNull(s, LDTR, selector));
        s.when(none.not(), () -> system(s, LDTR, selector, 2, 2));
    }

    /** The task-state segment is marked busy. */
    private static void ltr(Semantics s, Operand x) {
        if (!Segmentation.protectedMode(s)) Exceptions.fault(s, Exceptions.UD);
        s.privileged();
        Value selector = x.get();
        s.when(selector.and(0xfffc).eq(0), () -> Exceptions.fault(s, Exceptions.GP));
        Descriptor d = system(s, TR, selector, 1, 9);
        Value busy = d.high().shr(8).lo(8).or(2);
        s.store(Route.SUPERVISOR, d.address().plus(5), 1, busy);
        s.set(TR.attributes(), d.attributes().or(2));
    }

    /** Loads a descriptor of one of two system types from the GDT. */
    private static Descriptor system(Semantics s, Segment r, Value selector, int type, int otherType) {
        Value error = Descriptor.error(selector, 0);
        s.when(selector.bit(2), () -> Exceptions.fault(s, Exceptions.GP, error));
        Descriptor d = Descriptor.of(s, selector, Exceptions.GP, 0);
        s.when(d.type().eq(type).or(d.type().eq(otherType)).not(), () -> Exceptions.fault(s, Exceptions.GP, error));
        s.when(d.present().not(), () -> Exceptions.fault(s, Exceptions.NP, error));
        s.set(r.selector(), selector);
        s.set(r.base(), d.base());
        s.set(r.limit(), d.limit());
        s.set(r.attributes(), d.attributes());
        return d;
    }
}
