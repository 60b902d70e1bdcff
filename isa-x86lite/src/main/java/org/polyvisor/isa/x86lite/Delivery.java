package org.polyvisor.isa.x86lite;

import static org.polyvisor.isa.x86lite.state.Registers.*;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Supervision;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.state.Descriptor;
import org.polyvisor.isa.x86lite.state.EFlags;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.InnerStack;
import org.polyvisor.isa.x86lite.state.Segmentation;
import org.polyvisor.isa.x86lite.state.Stack;
import org.polyvisor.isa.x86lite.state.Unimplemented;

/** The delivery of one exception or interrupt; SDM volume 3, 6.12, and 20.1.4 for real mode. */
final class Delivery {
    private final Semantics s;
    private final int vector;
    private final Supervision.Cause cause;
    /** Whether the program asked for it by an instruction, so that the gate's privilege level counts. */
    private final boolean requested;
    private final boolean errorCode;
    private final int external;
    private final boolean fault;
    private final Unimplemented taskGates;

    Delivery(Semantics s, InterruptionClass type, int vector, Supervision.Cause cause, Unimplemented taskGates) {
        this.s = s;
        this.vector = vector;
        this.cause = cause;
        this.taskGates = taskGates;
        boolean exception = type == Exceptions.EXCEPTION;
        requested = type == Exceptions.SOFTWARE_INTERRUPT || exception && (vector == Exceptions.BP || vector == Exceptions.OF);
        errorCode = exception && Exceptions.hasErrorCode(vector);
        external = requested ? 0 : 1;
        fault = exception && Exceptions.isFault(vector);
        if (exception && vector == Exceptions.PF) s.set(CR2, cause.address());
        if (exception && vector == Exceptions.DF) s.set(CR2, cause.detail().eq(0).choose(s.get(CR2), cause.address()));
        if (exception && vector == Exceptions.DB) s.set(DR6, s.get(DR6).or(cause.detail()));
        if (type == Exceptions.INTERRUPT && vector == Exceptions.NMI) s.set(NMI_BLOCKED, 1);
        s.set(HALTED, 0);
        s.set(SHADOW, 0);
    }

    void deliver() {
        if (s.get(PE).imm == 0) deliverReal();
        else deliverProtected();
    }

    /** The vector table holds far pointers. */
    private void deliverReal() {
        s.when(s.get(IDTR_LIMIT).zx(32).below(4 * vector + 3), () -> Exceptions.fault(s, Exceptions.GP));
        Value entry = s.load(Route.SUPERVISOR, s.get(IDTR_BASE).plus(4 * vector), 4), selector = entry.shr(16).lo(16);
        Stack.probePushes(s, 3, 16);
        Stack.push(s, EFlags.get(s, 0xffff).lo(16));
        Stack.push(s, s.get(CS.selector()));
        Stack.push(s, cause.at().lo(16));
        Segmentation.loadReal(s, CS, selector);
        for (var flag : List.of(IF, TF, AC, RF)) s.set(flag, 0);
        s.jump(entry.and(0xffff));
    }

    private void deliverProtected() {
        Value error = s.constant(vector * 8 + 2 + external);
        s.when(s.get(IDTR_LIMIT).zx(32).below(8 * vector + 7), () -> Exceptions.fault(s, Exceptions.GP, error));
        Descriptor gate = Descriptor.load(s, s.get(IDTR_BASE).plus(8 * vector));
        s.when(gate.type().eq(5), () -> taskGates.report(s));
        // types 6, 7, 14 and 15: interrupt and trap gates of 16 and 32 bits
        s.when(gate.type().and(0x16).eq(6).not(), () -> Exceptions.fault(s, Exceptions.GP, error));
        if (requested) s.when(gate.privilege().below(s.get(CPL)), () -> Exceptions.fault(s, Exceptions.GP, error));
        s.when(gate.present().not(), () -> Exceptions.fault(s, Exceptions.NP, error));
        Value selector = gate.gateSelector();
        s.when(selector.and(0xfffc).eq(0), () -> Exceptions.fault(s, Exceptions.GP, s.constant(external)));
        Descriptor code = Descriptor.of(s, selector, Exceptions.GP, external);
        Value level = code.privilege(), above = s.get(CPL).below(level);
        Value segmentError = Descriptor.error(selector, external);
        s.when(code.code().not().or(above), () -> Exceptions.fault(s, Exceptions.GP, segmentError));
        s.when(code.present().not(), () -> Exceptions.fault(s, Exceptions.NP, segmentError));
        Value wide = gate.type().bit(3);
        Value target = wide.choose(gate.gateOffset(), gate.gateOffset().and(0xffff));
        s.when(code.limit().below(target), () -> Exceptions.fault(s, Exceptions.GP, s.constant(external)));
        Value inner = code.type().bit(2).not().and(level.below(s.get(CPL)));
        if (Segmentation.virtual8086(s)) s.when(inner.not().or(level.ne(0)), () -> Exceptions.fault(s, Exceptions.GP, segmentError));
        s.when(inner.not(), () -> s.when(wide, () -> sameStack(32)));
        s.when(inner.not(), () -> s.when(wide.not(), () -> sameStack(16)));
        if (s.get(CPL).imm != 0) s.when(inner, () -> innerStack(level, wide));
        Value newLevel = inner.choose(level, s.get(CPL));
        code.into(s, CS, selector.and(0xfffc).or(newLevel.zx(16)));
        s.set(CPL, newLevel);
        s.set(IF, s.get(IF).and(gate.type().bit(0)));
        for (var flag : List.of(TF, VM, RF, NT)) s.set(flag, 0);
        s.jump(target);
    }

    /**
     * {@return what is pushed for IRET, and the error code} A fault shows RF, so that a breakpoint does not hold up the instruction when
     * it is tried again; whatever else interrupts comes after an instruction that has cleared RF; SDM volume 3, 17.3.1.1.
     */
    private List<Value> frame() {
        Value flags = EFlags.get(s, ~EFlags.RESUME).or(fault ? EFlags.RESUME : 0);
        List<Value> frame = new ArrayList<>(List.of(flags, s.get(CS.selector()).zx(32), cause.at()));
        if (errorCode) frame.add(vector == Exceptions.DF ? s.constant(0) : cause.detail());
        return frame;
    }

    private void sameStack(int bits) {
        List<Value> frame = frame();
        Stack.probePushes(s, frame.size(), bits);
        for (Value v : frame) Stack.push(s, v.lo(bits));
    }

    /** A frame on the stack of a more privileged level. */
    private void innerStack(Value level, Value wide) {
        InnerStack stack = new InnerStack(s, level, external);
        List<Value> frame = new ArrayList<>();
        boolean virtual = Segmentation.virtual8086(s);
        if (virtual) for (var r : List.of(GS, FS, DS, ES)) frame.add(s.get(r.selector()).zx(32));
        frame.add(s.get(SS.selector()).zx(32));
        frame.add(s.get(ESP));
        frame.addAll(frame());
        stack.reserve(wide.choose(s.constant(4 * frame.size()), s.constant(2 * frame.size())));
        s.when(wide, () -> stack.store(s.constant(0), 4, frame));
        s.when(wide.not(), () -> stack.store(s.constant(0), 2, frame));
        stack.enter();
        if (virtual) for (var r : List.of(GS, FS, DS, ES)) Segmentation.loadNull(s, r, Value.of(0, 16));
    }
}
