package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.CPL;
import static org.polyvisor.isa.x86lite.state.Registers.CS;
import static org.polyvisor.isa.x86lite.state.Registers.DS;
import static org.polyvisor.isa.x86lite.state.Registers.ES;
import static org.polyvisor.isa.x86lite.state.Registers.ESP;
import static org.polyvisor.isa.x86lite.state.Registers.FS;
import static org.polyvisor.isa.x86lite.state.Registers.GS;
import static org.polyvisor.isa.x86lite.state.Registers.SS;

import java.util.List;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.FarOperand;
import org.polyvisor.isa.x86lite.code.StorageOperand;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Descriptor;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Segment;
import org.polyvisor.isa.x86lite.state.Segmentation;
import org.polyvisor.isa.x86lite.state.Stack;

/** Jumps, calls and returns between code segments; SDM volume 3, 5.8. */
final class FarTransfer {
    private final CallGates gates = new CallGates();

    private FarTransfer() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.7 Control Transfer Instructions");
        FarTransfer f = new FarTransfer();
        t.sdm("EA cd/cp", "JMP ptr16:16/32", (s, p) -> f.jump(s, selector(p), offset(p)));
        t.sdm("FF /5", "JMP m16:16/32", (s, p) -> f.jump(s, selector(p), offset(p)));
        t.sdm("9A cd/cp", "CALL ptr16:16/32", (s, p) -> f.call(s, selector(p), offset(p)));
        t.sdm("FF /3", "CALL m16:16/32", (s, p) -> f.call(s, selector(p), offset(p)));
        for (int bits = 16; bits <= 32; bits += 16) {
            int size = bits;
            t.sdm("o" + bits + " CB", "RETF", s -> ret(s, size, s.constant(0)));
            t.sdm("o" + bits + " CA iw", "RETF imm16", (s, n) -> ret(s, size, n.get().zx(32)));
        }
    }

    private static Value selector(Operand p) {
        return p instanceof FarOperand f ? f.selector() : ((StorageOperand) p).at(p.bits() / 8 - 2, 2).get();
    }

    private static Value offset(Operand p) {
        return p instanceof FarOperand f ? f.offset() : ((StorageOperand) p).at(0, p.bits() / 8 - 2).get();
    }

    private void jump(Semantics s, Value selector, Value offset) {
        Value target = offset.zx(32);
        if (!Segmentation.protectedMode(s)) {
            toReal(s, selector, target);
            return;
        }
        Descriptor d = destination(s, selector);
        Value segment = d.high().bit(12);
        s.when(segment, () -> {
            admit(s, d, selector, target);
            d.into(s, CS, selector.and(0xfffc).or(s.get(CPL).zx(16)));
            s.jump(target);
        });
        s.when(segment.not(), () -> gates.jump(s, d, selector));
    }

    private void call(Semantics s, Value selector, Value offset) {
        Value target = offset.zx(32);
        if (!Segmentation.protectedMode(s)) {
            pushReturn(s, offset.bits);
            toReal(s, selector, target);
            return;
        }
        Descriptor d = destination(s, selector);
        Value segment = d.high().bit(12);
        s.when(segment, () -> {
            admit(s, d, selector, target);
            pushReturn(s, offset.bits);
            d.into(s, CS, selector.and(0xfffc).or(s.get(CPL).zx(16)));
            s.jump(target);
        });
        s.when(segment.not(), () -> gates.call(s, d, selector));
    }

    /** Pushes the place where the caller goes on, or nothing. */
    static void pushReturn(Semantics s, int bits) {
        Stack.probePushes(s, 2, bits);
        Stack.push(s, s.get(CS.selector()).zx(bits));
        Stack.push(s, s.next().lo(bits));
    }

    static void toReal(Semantics s, Value selector, Value target) {
        s.when(s.get(CS.limit()).below(target), () -> Exceptions.fault(s, Exceptions.GP));
        Segmentation.loadReal(s, CS, selector);
        s.jump(target);
    }

    private static Descriptor destination(Semantics s, Value selector) {
        s.when(selector.and(0xfffc).eq(0), () -> Exceptions.fault(s, Exceptions.GP));
        return Descriptor.of(s, selector, Exceptions.GP, 0);
    }

    /** Ends the instruction unless the program may go to a code segment and stay on its level. */
    private static void admit(Semantics s, Descriptor d, Value selector, Value target) {
        Value error = Descriptor.error(selector, 0), level = s.get(CPL);
        Value same = d.privilege().eq(level).and(level.below(selector.lo(2)).not());
        Value admitted = d.conforming().choose(level.below(d.privilege()).not(), same);
        s.when(d.code().and(admitted).not(), () -> Exceptions.fault(s, Exceptions.GP, error));
        s.when(d.present().not(), () -> Exceptions.fault(s, Exceptions.NP, error));
        s.when(d.limit().below(target), () -> Exceptions.fault(s, Exceptions.GP));
    }

    // ---- returns

    private static void ret(Semantics s, int bits, Value parameters) {
        Value target = Stack.peek(s, 0, bits).zx(32), selector = Stack.peek(s, bits / 8, bits).lo(16);
        if (Segmentation.protectedMode(s)) {
            leaveTo(s, selector, target, bits, 2 * bits / 8, parameters, Exceptions.SS, () -> {});
            return;
        }
        Stack.pointer(s, Stack.pointer(s).plus(2 * bits / 8).plus(parameters));
        toReal(s, selector, target);
    }

    /**
     * Returns to a code segment of the same or a less privileged level.
     *
     * @param bits operand size
     * @param popped bytes that lie on the stack before those of the outer level
     * @param parameters bytes to be dropped from both stacks
     * @param absentStack the exception if the outer stack is not present: the manual says #NP of IRET and #SS of RET
     * @param flags restores flags, by the rights of the present level
     */
    static void leaveTo(Semantics s, Value selector, Value target, int bits, int popped, Value parameters, int absentStack,
            Runnable flags) {
        Value error = Descriptor.error(selector, 0), level = selector.lo(2);
        s.when(selector.and(0xfffc).eq(0), () -> Exceptions.fault(s, Exceptions.GP));
        s.when(level.below(s.get(CPL)), () -> Exceptions.fault(s, Exceptions.GP, error));
        Descriptor d = Descriptor.of(s, selector, Exceptions.GP, 0);
        Value admitted = d.conforming().choose(level.below(d.privilege()).not(), d.privilege().eq(level));
        s.when(d.code().and(admitted).not(), () -> Exceptions.fault(s, Exceptions.GP, error));
        s.when(d.present().not(), () -> Exceptions.fault(s, Exceptions.NP, error));
        s.when(d.limit().below(target), () -> Exceptions.fault(s, Exceptions.GP));
        flags.run();
        Value outer = s.get(CPL).below(level), top = Stack.pointer(s).plus(popped).plus(parameters);
        s.when(outer.not(), () -> Stack.pointer(s, top));
        s.when(outer, () -> outerStack(s, level, Stack.wrap(s, top), bits, parameters, absentStack));
        d.into(s, CS, selector);
        s.set(CPL, level);
        s.jump(target);
    }

    private static void outerStack(Semantics s, Value level, Value at, int bits, Value parameters, int absent) {
        Value pointer = Segmentation.load(s, SS, at, bits / 8).zx(32);
        Value selector = Segmentation.load(s, SS, Stack.wrap(s, at.plus(bits / 8)), bits / 8).lo(16), error = Descriptor.error(selector, 0);
        s.when(selector.and(0xfffc).eq(0), () -> Exceptions.fault(s, Exceptions.GP));
        Descriptor d = Descriptor.of(s, selector, Exceptions.GP, 0);
        Value fits = d.privilege().eq(level).and(selector.lo(2).eq(level));
        s.when(d.writableData().and(fits).not(), () -> Exceptions.fault(s, Exceptions.GP, error));
        s.when(d.present().not(), () -> Exceptions.fault(s, absent, error));
        d.into(s, SS, selector);
        Value mask = d.high().bit(22).choose(s.constant(-1), s.constant(0xffff));
        s.set(ESP, s.get(ESP).and(mask.not()).or(pointer.plus(parameters).and(mask)));
        for (Segment r : List.of(ES, DS, FS, GS)) {
            Value attributes = s.get(r.attributes()).zx(32), conforming = attributes.and(0x1c).eq(0x1c);
            Value above = attributes.shr(5).lo(2).below(level);
            s.when(conforming.not().and(above), () -> Segmentation.loadNull(s, r, Value.of(0, 16)));
        }
    }
}
