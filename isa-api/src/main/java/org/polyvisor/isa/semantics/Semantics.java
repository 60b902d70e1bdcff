package org.polyvisor.isa.semantics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Register;

/**
 * The vocabulary in which a meaning is written. Running the meaning at decode time records it.
 *
 * <p>An instruction is atomic by construction: {@link #set} takes effect when the instruction completes, a later {@link #get}
 * in the same meaning sees the new value, and loads, stores, traps and helper calls come first, in order. So a fault anywhere
 * leaves the registers as they were. Storage is not covered: a meaning with several stores says {@link #probe} first where the
 * manual demands all or nothing.
 *
 * <p>Long because it is one vocabulary: whoever writes a meaning finds here, in one list, all that one may say.
 */
public final class Semantics {

    /**
     * What surrounds the instruction.
     *
     * @param mode contents of the keyed registers; null: not known, so they are read like any other
     * @param pcRegister the program counter
     * @param privilege the architecture's privilege check
     * @param watched registers whose change ends decoded code
     * @param executed whether another instruction executes this one
     */
    public record Context(Mode mode, Register pcRegister, Consumer<Semantics> privilege, Set<Register> watched, boolean executed) {}

    private static final Value ZERO = Value.of(0, 32);

    private final Context context;
    private final int pc;
    private final int next;
    private final int length;
    private List<Effect> effects = new ArrayList<>();
    private Map<Register, Value> pending = new LinkedHashMap<>();
    private Control.Interrupt interrupt;
    private Control.Execute execute;
    private boolean dead;
    private boolean synchronize;
    /** Whether the meaning was told where the instruction lies. */
    private boolean located;
    private int results;

    /**
     * Begins to record an instruction.
     *
     * @param context what surrounds it
     * @param pc its address
     * @param next address of the instruction behind it
     * @param length in bytes
     */
    public Semantics(Context context, int pc, int next, int length) {
        this.context = context;
        this.pc = pc;
        this.next = next;
        this.length = length;
    }

    // ---- registers

    /**
     * {@return what a register holds, as this meaning has set it so far}
     *
     * @param r the register; the program counter: {@link #next}
     */
    public Value get(Register r) {
        Value v = pending.get(r);
        if (v != null) return v;
        if (r.keyed() && context.mode() != null) return Value.of(context.mode().get(r), r.bits());
        return r == context.pcRegister() ? next() : Value.read(r.slot(), r.bits());
    }

    /**
     * Changes a register when the instruction completes.
     *
     * @param r the register
     * @param v its contents, cut or zero-extended to its width
     */
    public void set(Register r, Value v) {
        if (!dead) pending.put(r, v.bits > r.bits() ? v.lo(r.bits()) : v.zx(r.bits()));
    }

    /**
     * Changes a register when the instruction completes.
     *
     * @param r the register
     * @param k its contents
     */
    public void set(Register r, long k) {
        set(r, Value.of(k, r.bits()));
    }

    /**
     * {@return what a register holds when this is executed, even one that is constant while decoding}
     *
     * @param r the register
     */
    public Value slot(Register r) {
        return Value.read(r.slot(), r.bits());
    }

    /**
     * {@return a constant of 32 bits}
     *
     * @param k the constant
     */
    public Value constant(long k) {
        return Value.of(k, 32);
    }

    // ---- storage

    /**
     * {@return a number loaded with the program's rights}
     *
     * @param address 32 bits
     * @param bytes 1, 2, 4 or 8
     */
    public Value load(Value address, int bytes) {
        return load(Route.PROGRAM, address, bytes);
    }

    /**
     * {@return a number loaded}
     *
     * @param route how storage is reached
     * @param address 32 bits
     * @param bytes 1, 2, 4 or 8
     */
    public Value load(Route route, Value address, int bytes) {
        Value v = Value.result(results++, bytes * 8);
        effect(new Effect.Load(v, address, bytes, route));
        return v;
    }

    /**
     * Stores a number with the program's rights.
     *
     * @param address 32 bits
     * @param bytes 1, 2, 4 or 8
     * @param v what, of that size
     */
    public void store(Value address, int bytes, Value v) {
        store(Route.PROGRAM, address, bytes, v);
    }

    /**
     * Stores a number.
     *
     * @param route how storage is reached
     * @param address 32 bits
     * @param bytes 1, 2, 4 or 8
     * @param v what, of that size
     */
    public void store(Route route, Value address, int bytes, Value v) {
        effect(new Effect.Store(address, bytes, v.bits > bytes * 8 ? v.lo(bytes * 8) : v.zx(bytes * 8), route));
    }

    /**
     * Ends the instruction here if any byte cannot be accessed with the program's rights.
     *
     * @param address 32 bits
     * @param bytes how many
     * @param access what for
     */
    public void probe(Value address, int bytes, Access access) {
        probe(address, constant(bytes), access);
    }

    /**
     * Ends the instruction here if any byte cannot be accessed with the program's rights.
     *
     * @param address 32 bits
     * @param length how many bytes, 32 bits
     * @param access what for
     */
    public void probe(Value address, Value length, Access access) {
        effect(new Effect.Probe(address, length, access));
    }

    /**
     * {@return what a helper yields, 64 bits}
     *
     * @param h the helper
     * @param arguments at most four, of any width
     */
    public Value call(Helper h, Value... arguments) {
        if (arguments.length > 4) throw new IllegalArgumentException(h + " called with " + arguments.length + " arguments: at most four");
        Value v = Value.result(results++, 64);
        effect(new Effect.Call(v, h, List.of(arguments)));
        return v;
    }

    /** {@return how many instructions this processor completed before this one, 64 bits: virtual time} */
    public Value time() {
        Value v = Value.result(results++, 64);
        effect(new Effect.Time(v));
        return v;
    }

    // ---- control

    /** {@return the address of this instruction} */
    public int pc() {
        located = true;
        return pc;
    }

    /** {@return the length of this instruction in bytes} */
    public int length() {
        return length;
    }

    /** {@return whether another instruction executes this one} */
    public boolean executed() {
        return context.executed();
    }

    /** {@return what the keyed registers hold while this is decoded} */
    public Mode mode() {
        return context.mode();
    }

    /** {@return the address of the instruction behind this one, 32 bits} */
    public Value next() {
        located = true;
        return Value.immediate(next, 32);
    }

    /**
     * Goes on elsewhere.
     *
     * @param target address, 32 bits
     */
    public void jump(Value target) {
        set(context.pcRegister(), target);
    }

    /** Executes this instruction once more: what was done is one unit of an interruptible instruction, and counts as one. */
    public void repeat() {
        jump(Value.immediate(pc(), 32));
    }

    /**
     * Does something only under a condition; folds if the condition is known when the instruction is decoded.
     *
     * @param condition one bit
     * @param body what
     */
    public void when(Value condition, Runnable body) {
        if (dead) return;
        if (condition.isConst()) {
            if (condition.imm != 0) body.run();
            return;
        }
        List<Effect> outer = effects;
        Map<Register, Value> before = new LinkedHashMap<>(pending);
        Control.Interrupt earlier = interrupt;
        interrupt = null;
        effects = new ArrayList<>();
        body.run();
        if (!effects.isEmpty()) outer.add(new Effect.When(condition, effects));
        effects = outer;
        Map<Register, Value> after = pending;
        pending = before;
        Control.Interrupt inner = interrupt;
        interrupt = earlier;
        boolean died = dead;
        dead = false;
        if (died) return;
        after.forEach((r, v) -> {
            if (!v.equals(before.get(r))) set(r, condition.choose(v, get(r)));
        });
        if (inner != null) interrupt(condition.and(inner.condition()), inner.type(), inner.code(), inner.detail(), inner.address());
    }

    /**
     * Ends the instruction without completing it.
     *
     * @param type class of the interruption
     * @param code its code
     */
    public void trap(InterruptionClass type, int code) {
        trap(type, code, ZERO, ZERO);
    }

    /**
     * Ends the instruction without completing it.
     *
     * @param type class of the interruption
     * @param code its code
     * @param detail 32 bits
     * @param address 32 bits
     */
    public void trap(InterruptionClass type, int code, Value detail, Value address) {
        effect(new Effect.Trap(type, code, detail, address));
        dead = true;
    }

    /**
     * Completes the instruction, then interrupts.
     *
     * @param type class of the interruption
     * @param code its code
     */
    public void interrupt(InterruptionClass type, int code) {
        interrupt(type, code, ZERO, ZERO);
    }

    /**
     * Completes the instruction, then interrupts.
     *
     * @param type class of the interruption
     * @param code its code
     * @param detail 32 bits
     * @param address 32 bits
     */
    public void interrupt(InterruptionClass type, int code, Value detail, Value address) {
        if (!dead) interrupt(Value.of(1, 1), type, code, detail, address);
    }

    private void interrupt(Value condition, InterruptionClass type, int code, Value detail, Value address) {
        if (interrupt != null) throw new IllegalStateException("an instruction may interrupt after completing for one reason only");
        interrupt = new Control.Interrupt(condition, type, code, detail, address, ZERO, false);
    }

    /**
     * Executes one instruction that lies elsewhere, in place of this one.
     *
     * @param address where, 32 bits
     * @param modifier what changes it, 32 bits
     */
    public void execute(Value address, Value modifier) {
        if (!dead) execute = new Control.Execute(address, modifier);
    }

    /** Only the supervisor gets past this. */
    public void privileged() {
        context.privilege().accept(this);
    }

    /** Code after this must be looked at anew: translation, protection, or what devices request may have changed. */
    public void synchronize() {
        synchronize = true;
    }

    /** {@return whether the instruction has ended already} */
    public boolean dead() {
        return dead;
    }

    /** {@return whether the instruction may interrupt when it completes} */
    public boolean interrupts() {
        return interrupt != null;
    }

    private void effect(Effect e) {
        if (!dead) effects.add(e);
    }

    // ---- the recorded instruction

    /** {@return what was recorded} */
    public RecordedInstruction finish() {
        if (dead) return new RecordedInstruction(pc, next, length, effects, Map.of(), new Control.Next(), !located);
        boolean modal = synchronize;
        for (Register r : pending.keySet()) modal |= r.keyed() || context.watched().contains(r);
        Value target = pending.remove(context.pcRegister());
        Control control = control(target, modal);
        return new RecordedInstruction(pc, next, length, effects, pending, control, !located);
    }

    private Control control(Value target, boolean modal) {
        if (execute != null) return execute;
        if (target == null && interrupt == null && !modal) return new Control.Next();
        Value to = target != null ? target : next();
        if (interrupt != null)
            return new Control.Interrupt(interrupt.condition(), interrupt.type(), interrupt.code(), interrupt.detail(), interrupt.address(), to,
                    modal);
        if (modal) return new Control.Switch(to);
        if (to.op != Op.SELECT && !to.isConst()) return new Control.Jump(to);
        located = true; // what follows depends on what lies behind it
        if (to.isConst()) return to.imm == next ? new Control.Next() : new Control.Jump(to);
        if (to.c.equals(next())) return new Control.Branch(to.a, to.b);
        if (to.b.equals(next())) return new Control.Branch(to.a.not(), to.c);
        return new Control.Jump(to);
    }
}
