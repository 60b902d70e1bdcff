package org.polyvisor.isa.x86lite.state;

import static org.polyvisor.isa.x86lite.state.Registers.ESP;
import static org.polyvisor.isa.x86lite.state.Registers.SS;
import static org.polyvisor.isa.x86lite.state.Registers.SS_B;
import static org.polyvisor.isa.x86lite.state.Registers.TR;

import java.util.List;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/**
 * The stack that an interruption or a call through a gate switches to, from the task-state segment; SDM volume 3, 5.8.5 and 6.12.1. All
 * is checked before anything is stored, and all is stored before {@link #enter}.
 */
public final class InnerStack {
    private static final Helper PARAMETERS = Helper.of("parameters", InnerStack::copyParameters)
            .reads(ESP, SS.base(), SS.limit(), SS.attributes());

    private final Semantics s;
    private final Value selector;
    private final Value pointer;
    private final Descriptor stack;
    private final int external;
    private Value top;

    /**
     * Finds it, or ends the instruction with #TS, or #SS if it is not present.
     *
     * @param s records the instruction
     * @param level the privilege level to be entered, 2 bits, 0 to 2
     * @param external see {@link Descriptor#of}
     */
    public InnerStack(Semantics s, Value level, int external) {
        this.s = s;
        this.external = external;
        Value task32 = s.get(TR.attributes()).bit(3), n = level.zx(32);
        Value at = task32.choose(n.shl(3).plus(4), n.shl(2).plus(2)), last = at.plus(task32.choose(s.constant(5), s.constant(3)));
        Value taskError = Descriptor.error(s.get(TR.selector()), external);
        s.when(s.get(TR.limit()).below(last), () -> Exceptions.fault(s, Exceptions.TS, taskError));
        Value place = s.get(TR.base()).plus(at), word = s.load(Route.SUPERVISOR, place, 4);
        pointer = task32.choose(word, word.and(0xffff));
        selector = s.load(Route.SUPERVISOR, place.plus(task32.choose(s.constant(4), s.constant(2))), 2);
        s.when(selector.and(0xfffc).eq(0), () -> Exceptions.fault(s, Exceptions.TS, s.constant(external)));
        stack = Descriptor.of(s, selector, Exceptions.TS, external);
        Value fits = stack.privilege().eq(level).and(selector.lo(2).eq(level));
        s.when(stack.writableData().and(fits).not(), () -> Exceptions.fault(s, Exceptions.TS, Descriptor.error(selector, external)));
        s.when(stack.present().not(), () -> Exceptions.fault(s, Exceptions.SS, Descriptor.error(selector, external)));
    }

    /**
     * Makes room, or ends the instruction with #SS.
     *
     * @param bytes how much, 32 bits
     */
    public void reserve(Value bytes) {
        top = pointer.minus(bytes).and(mask());
        Value end = top.plus(bytes).minus(1), limit = stack.limit();
        Value outside = stack.type().bit(2).choose(limit.below(top).not().or(mask().below(end)), limit.below(end));
        Value wraps = end.below(top).and(limit.ne(-1).or(mask().ne(-1)));
        s.when(outside.or(wraps), () -> Exceptions.fault(s, Exceptions.SS, Descriptor.error(selector, external)));
    }

    /**
     * Stores words, the first at the highest address.
     *
     * @param distance from the lowest address reserved to the last word, in bytes, 32 bits
     * @param bytes 2 or 4 each
     * @param words what
     */
    public void store(Value distance, int bytes, List<Value> words) {
        Value last = linear(distance);
        for (int i = 0; i < words.size(); i++)
            s.store(Route.SUPERVISOR, last.plus((words.size() - 1 - i) * bytes), bytes, words.get(i).lo(bytes * 8));
    }

    /**
     * Copies the parameters of a call from the stack of the caller.
     *
     * @param distance from the lowest address reserved, in bytes, 32 bits
     * @param count how many, 32 bits
     * @param bytes 2 or 4 each
     */
    public void parameters(Value distance, Value count, int bytes) {
        s.call(PARAMETERS, linear(distance), count, s.constant(bytes));
    }

    /** Makes it the stack. */
    public void enter() {
        stack.into(s, SS, selector);
        s.set(ESP, s.get(ESP).and(mask().not()).or(top.and(mask())));
    }

    private Value linear(Value distance) {
        return stack.base().plus(top).plus(distance);
    }

    private Value mask() {
        return stack.high().bit(22).choose(s.constant(-1), s.constant(0xffff));
    }

    private static long copyParameters(Machine m, long to, long count, long bytes) {
        int size = (int) bytes, mask = m.get(SS_B) == 1 ? -1 : 0xffff;
        for (int i = 0; i < count; i++) {
            int from = Segmentation.linear(m, SS, (int) m.get(ESP) + i * size & mask, size, Access.READ);
            m.storeSystem((int) to + i * size, size, m.load(from, size));
        }
        return 0;
    }
}
