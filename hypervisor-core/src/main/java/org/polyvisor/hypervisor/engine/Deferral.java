package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/** Finds what the flags that an instruction writes can be computed from later. */
final class Deferral {
    private final LateFlags flags;

    Deferral(LateFlags flags) {
        this.flags = flags;
    }

    /**
     * Groups that this instruction writes whole: together from the same inputs if possible, else each from its own.
     *
     * @param late takes, by group, how its flags will be computed
     * @return the registers that still change when the instruction completes, and to what
     */
    Map<Register, Value> defer(RecordedInstruction in, Prepared.Late[] late) {
        Map<Register, Value> commits = in.commits();
        List<Integer> whole = new ArrayList<>(2);
        for (int g = 0; g < flags.groups(); g++) if (writes(commits, g)) whole.add(g);
        if (whole.isEmpty()) return commits;
        Map<Register, Value> others = defer(whole, in, commits, late);
        if (others != null) return others;
        if (whole.size() == 1) return commits;
        for (int g : whole) {
            others = defer(List.of(g), in, commits, late);
            if (others != null) commits = others;
        }
        return commits;
    }

    private boolean writes(Map<Register, Value> commits, int group) {
        for (Register f : flags.group(group)) if (!commits.containsKey(f)) return false;
        return true;
    }

    /** What is left to commit if these groups are deferred, or null if they cannot be. */
    private Map<Register, Value> defer(List<Integer> whole, RecordedInstruction in, Map<Register, Value> commits, Prepared.Late[] late) {
        Map<Register, Value> others = new LinkedHashMap<>();
        commits.forEach((r, v) -> {
            if (!whole.contains(flags.groupOf(r))) others.put(r, v);
        });
        List<Value> written = new ArrayList<>();
        for (int g : whole) for (Register f : flags.group(g)) written.add(commits.get(f));
        Set<Value> shared = new HashSet<>();
        new RecordedInstruction(in.pc(), in.next(), in.length(), in.effects(), others, in.control()).roots(v -> collect(v, shared));
        results(in.effects(), shared);
        Value main = main(others);
        Set<Value> stops = shared;
        List<Value> inputs = inputs(written, stops, main);
        if (inputs == null) inputs = inputs(written, stops = Set.of(), main);
        if (inputs == null) return null;
        int[] kind = new int[whole.size()];
        boolean room = true;
        for (int i = 0; i < kind.length; i++) room &= (kind[i] = kind(whole.get(i), commits, stops, inputs)) > 0;
        if (!room) return null;
        boolean together = flags.groups() == 2 && whole.size() == 2;
        for (int i = 0; i < kind.length; i++)
            late[whole.get(i)] = new Prepared.Late(together && i == 0 ? kind[i] | LateFlags.SHARED : kind[i], inputs);
        return others;
    }

    /** What flags are computed from if it is not taken apart further than to what stops there; null: too much. */
    private static List<Value> inputs(List<Value> written, Set<Value> stops, Value main) {
        List<Value> inputs = new ArrayList<>();
        for (Value v : written) inputs(v, stops, inputs);
        if (main != null && inputs.size() > 1) canonical(inputs, main);
        if (inputs.size() > LateFlags.INPUTS) return null;
        for (Value v : inputs) if (v.bits > 32) return null;
        return inputs;
    }

    private static void inputs(Value v, Set<Value> stops, List<Value> into) {
        if (v.op == Op.CONST) return;
        if (input(v, stops)) {
            if (!into.contains(v)) into.add(v);
            return;
        }
        inputs(v.a, stops, into);
        if (v.b != null) inputs(v.b, stops, into);
        if (v.c != null) inputs(v.c, stops, into);
    }

    private static boolean input(Value v, Set<Value> stops) {
        return v.op != Op.CONST && (v.op.leaf() || stops.contains(v));
    }

    /** Brings inputs in the order: first operand, second operand, result of the sum or difference that the instruction computes. */
    private static void canonical(List<Value> inputs, Value main) {
        List<Value> order = List.of(main.a, main.b, main);
        if (main.b.op == Op.CONST || !order.containsAll(inputs)) return;
        inputs.clear();
        inputs.addAll(order);
    }

    private static Value main(Map<Register, Value> others) {
        for (Value v : others.values()) if ((v.op == Op.ADD || v.op == Op.SUB) && v.bits == 32) return v;
        return null;
    }

    /** The number of the expressions of a group's flags over these inputs, or 0. */
    private int kind(int group, Map<Register, Value> commits, Set<Value> stops, List<Value> inputs) {
        List<Value> expressions = new ArrayList<>(flags.group(group).size());
        for (Register f : flags.group(group))
            expressions.add(commits.get(f).replace(v -> input(v, stops) ? Value.read(LateFlags.INPUT + inputs.indexOf(v), v.bits) : null));
        return flags.intern(group, expressions);
    }

    private static void collect(Value v, Set<Value> into) {
        if (!into.add(v)) return;
        if (v.a != null) collect(v.a, into);
        if (v.b != null) collect(v.b, into);
        if (v.c != null) collect(v.c, into);
    }

    private static void results(List<Effect> effects, Set<Value> into) {
        for (Effect e : effects) switch (e) {
            case Effect.Load l -> into.add(l.result());
            case Effect.Call c -> into.add(c.result());
            case Effect.Time t -> into.add(t.result());
            case Effect.When w -> results(w.body(), into);
            case Effect.Store _, Effect.Probe _, Effect.Trap _ -> { }
        }
    }
}
