package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.CPL;
import static org.polyvisor.isa.x86lite.state.Registers.CS;
import static org.polyvisor.isa.x86lite.state.Registers.ESP;
import static org.polyvisor.isa.x86lite.state.Registers.SS;

import java.util.List;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.state.Descriptor;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.InnerStack;
import org.polyvisor.isa.x86lite.state.Segmentation;
import org.polyvisor.isa.x86lite.state.Unimplemented;

/** Far jumps and calls to system descriptors: through call gates of 16 and 32 bits; SDM volume 3, 5.8.3 to 5.8.5. */
final class CallGates {
    /** Types of system descriptors. */
    private static final int CALL_GATE_16 = 4, TASK_GATE = 5;
    private static final int WIDE = 8, AVAILABLE_TASK_16 = 1;

    private final Unimplemented tasks = new Unimplemented("far transfer to a task");

    void jump(Semantics s, Descriptor gate, Value selector) {
        Descriptor code = code(s, gate, selector);
        Value level = s.get(CPL), privilege = code.privilege();
        Value admitted = code.conforming().choose(level.below(privilege).not(), privilege.eq(level));
        admit(s, code, gate, admitted);
        withinLimit(s, code, gate);
        to(s, code, gate, level);
    }

    void call(Semantics s, Descriptor gate, Value selector) {
        Descriptor code = code(s, gate, selector);
        Value level = s.get(CPL), privilege = code.privilege();
        admit(s, code, gate, level.below(privilege).not());
        Value inner = code.conforming().not().and(privilege.below(level)), wide = gate.type().bit(3);
        s.when(inner.not(), () -> s.when(wide, () -> sameStack(s, code, gate, 32)));
        s.when(inner.not(), () -> s.when(wide.not(), () -> sameStack(s, code, gate, 16)));
        if (Segmentation.privilegeLevel(s) == 0) {
            to(s, code, gate, level);
            return;
        }
        s.when(inner, () -> innerStack(s, code, gate, wide));
        Value newLevel = inner.choose(privilege, level);
        to(s, code, gate, newLevel);
        s.set(CPL, newLevel);
    }

    /** {@return the descriptor of the code segment that a call gate leads to} */
    private Descriptor code(Semantics s, Descriptor gate, Value selector) {
        Value error = Descriptor.error(selector, 0), type = gate.type();
        Value beneath = gate.privilege().below(s.get(CPL)).or(gate.privilege().below(selector.lo(2)));
        Value task = type.and(~WIDE).eq(AVAILABLE_TASK_16).or(type.eq(TASK_GATE));
        s.when(task.and(beneath.not()), () -> tasks.report(s));
        s.when(type.and(~WIDE).ne(CALL_GATE_16).or(beneath), () -> Exceptions.fault(s, Exceptions.GP, error));
        s.when(gate.present().not(), () -> Exceptions.fault(s, Exceptions.NP, error));
        s.when(gate.gateSelector().and(0xfffc).eq(0), () -> Exceptions.fault(s, Exceptions.GP));
        return Descriptor.of(s, gate.gateSelector(), Exceptions.GP, 0);
    }

    private static void admit(Semantics s, Descriptor code, Descriptor gate, Value admitted) {
        Value error = Descriptor.error(gate.gateSelector(), 0);
        s.when(code.code().and(admitted).not(), () -> Exceptions.fault(s, Exceptions.GP, error));
        s.when(code.present().not(), () -> Exceptions.fault(s, Exceptions.NP, error));
    }

    private static Value target(Descriptor gate) {
        return gate.type().bit(3).choose(gate.gateOffset(), gate.gateOffset().and(0xffff));
    }

    private static void withinLimit(Semantics s, Descriptor code, Descriptor gate) {
        s.when(code.limit().below(target(gate)), () -> Exceptions.fault(s, Exceptions.GP));
    }

    private static void to(Semantics s, Descriptor code, Descriptor gate, Value level) {
        code.into(s, CS, gate.gateSelector().and(0xfffc).or(level.zx(16)));
        s.jump(target(gate));
    }

    private static void sameStack(Semantics s, Descriptor code, Descriptor gate, int bits) {
        withinLimit(s, code, gate);
        FarTransfer.pushReturn(s, bits);
    }

    /** The caller's stack pointer, its parameters, and where it goes on: on the stack of the level called. */
    private static void innerStack(Semantics s, Descriptor code, Descriptor gate, Value wide) {
        InnerStack stack = new InnerStack(s, code.privilege(), 0);
        Value count = gate.high().and(31), words = count.plus(4);
        stack.reserve(wide.choose(words.shl(2), words.shl(1)));
        withinLimit(s, code, gate);
        s.when(wide, () -> frame(s, stack, count, 4));
        s.when(wide.not(), () -> frame(s, stack, count, 2));
        stack.enter();
    }

    private static void frame(Semantics s, InnerStack stack, Value count, int bytes) {
        stack.store(s.constant(0), bytes, List.of(s.get(CS.selector()).zx(32), s.next()));
        stack.parameters(s.constant(2 * bytes), count, bytes);
        stack.store(count.plus(2).times(s.constant(bytes)), bytes, List.of(s.get(SS.selector()).zx(32), s.get(ESP)));
    }
}
