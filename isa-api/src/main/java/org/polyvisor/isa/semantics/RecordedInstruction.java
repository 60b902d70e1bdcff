package org.polyvisor.isa.semantics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.polyvisor.isa.Register;

/**
 * What an instruction means: effects in order, then all registers at once, then control.
 *
 * @param pc its address
 * @param next address of the instruction behind it
 * @param length in bytes
 * @param effects in order
 * @param commits registers that change when it completes, and to what
 * @param control where it goes then
 * @param positionIndependent whether effects, commits and control certainly are the same wherever it lies: its meaning was not told where
 */
public record RecordedInstruction(
        int pc, int next, int length, List<Effect> effects, Map<Register, Value> commits, Control control, boolean positionIndependent) {

    /**
     * An instruction that may mean something else elsewhere.
     *
     * @param pc its address
     * @param next address of the instruction behind it
     * @param length in bytes
     * @param effects in order
     * @param commits registers that change when it completes, and to what
     * @param control where it goes then
     */
    public RecordedInstruction(int pc, int next, int length, List<Effect> effects, Map<Register, Value> commits, Control control) {
        this(pc, next, length, effects, commits, control, false);
    }

    /** {@return whether it always ends without completing} */
    public boolean traps() {
        return !effects.isEmpty() && effects.getLast() instanceof Effect.Trap;
    }

    /** {@return whether nothing behind it in storage is known to follow it} */
    public boolean ends() {
        return !(control instanceof Control.Next || control instanceof Control.Branch) || traps();
    }

    /**
     * Shows every expression that this instruction evaluates.
     *
     * @param f looks at them
     */
    public void roots(Consumer<Value> f) {
        roots(effects, f);
        commits.values().forEach(f);
        switch (control) {
            case Control.Next _ -> { }
            case Control.Jump(Value t) -> f.accept(t);
            case Control.Branch(Value c, Value t) -> {
                f.accept(c);
                f.accept(t);
            }
            case Control.Switch(Value t) -> f.accept(t);
            case Control.Interrupt i -> {
                f.accept(i.condition());
                f.accept(i.detail());
                f.accept(i.address());
                f.accept(i.target());
            }
            case Control.Execute(Value a, Value m) -> {
                f.accept(a);
                f.accept(m);
            }
        }
    }

    private static void roots(List<Effect> effects, Consumer<Value> f) {
        for (Effect e : effects) switch (e) {
            case Effect.Load l -> f.accept(l.address());
            case Effect.Store s -> {
                f.accept(s.address());
                f.accept(s.value());
            }
            case Effect.Probe p -> {
                f.accept(p.address());
                f.accept(p.length());
            }
            case Effect.Call c -> c.arguments().forEach(f);
            case Effect.Time _ -> { }
            case Effect.Trap t -> {
                f.accept(t.detail());
                f.accept(t.address());
            }
            case Effect.When w -> {
                f.accept(w.condition());
                roots(w.body(), f);
            }
        }
    }

    /**
     * Shows every slot that this instruction's expressions read.
     *
     * @param f looks at them; a slot may come more than once
     */
    public void reads(Consumer<Integer> f) {
        roots(v -> leaves(v, f));
    }

    private static void leaves(Value v, Consumer<Integer> f) {
        if (v.op == Op.READ) f.accept((int) v.imm);
        if (v.a != null) leaves(v.a, f);
        if (v.b != null) leaves(v.b, f);
        if (v.c != null) leaves(v.c, f);
    }

    /**
     * {@return the same with some expressions replaced}
     *
     * @param f yields the replacement, or null to look into the operands
     */
    public RecordedInstruction replace(UnaryOperator<Value> f) {
        UnaryOperator<Value> g = v -> v.replace(f);
        Map<Register, Value> c = new LinkedHashMap<>();
        commits.forEach((r, v) -> c.put(r, g.apply(v)));
        return new RecordedInstruction(pc, next, length, replace(effects, g), c, replace(control, g));
    }

    private static Control replace(Control control, UnaryOperator<Value> g) {
        return switch (control) {
            case Control.Next _ -> control;
            case Control.Jump(Value t) -> new Control.Jump(g.apply(t));
            case Control.Branch(Value c, Value t) -> new Control.Branch(g.apply(c), g.apply(t));
            case Control.Switch(Value t) -> new Control.Switch(g.apply(t));
            case Control.Interrupt i -> new Control.Interrupt(g.apply(i.condition()), i.type(), i.code(), g.apply(i.detail()),
                    g.apply(i.address()), g.apply(i.target()), i.switches());
            case Control.Execute(Value a, Value m) -> new Control.Execute(g.apply(a), g.apply(m));
        };
    }

    private static List<Effect> replace(List<Effect> effects, UnaryOperator<Value> g) {
        List<Effect> out = new ArrayList<>();
        for (Effect e : effects) out.add(switch (e) {
            case Effect.Load l -> new Effect.Load(l.result(), g.apply(l.address()), l.bytes(), l.route());
            case Effect.Store s -> new Effect.Store(g.apply(s.address()), s.bytes(), g.apply(s.value()), s.route());
            case Effect.Probe p -> new Effect.Probe(g.apply(p.address()), g.apply(p.length()), p.access());
            case Effect.Call c -> new Effect.Call(c.result(), c.helper(), c.arguments().stream().map(g).toList());
            case Effect.Time _ -> e;
            case Effect.Trap t -> new Effect.Trap(t.type(), t.code(), g.apply(t.detail()), g.apply(t.address()));
            case Effect.When w -> new Effect.When(g.apply(w.condition()), replace(w.body(), g));
        });
        return out;
    }

    /**
     * The same without conditions that have become known: what a condition that holds guards is always done, and nothing comes
     * after a trap.
     *
     * @return an instruction with the same meaning
     */
    public RecordedInstruction settled() {
        List<Effect> out = new ArrayList<>();
        return settle(effects, out)
                ? new RecordedInstruction(pc, next, length, out, Map.of(), new Control.Next())
                : new RecordedInstruction(pc, next, length, out, commits, control);
    }

    /** True if it ends in a trap. */
    private static boolean settle(List<Effect> effects, List<Effect> out) {
        for (Effect e : effects) {
            if (e instanceof Effect.When w && w.condition().isConst()) {
                if (w.condition().imm != 0 && settle(w.body(), out)) return true;
                continue;
            }
            out.add(e);
            if (e instanceof Effect.Trap) return true;
        }
        return false;
    }
}
