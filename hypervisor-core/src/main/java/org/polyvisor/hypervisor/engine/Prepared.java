package org.polyvisor.hypervisor.engine;

import java.util.List;
import java.util.function.Consumer;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/**
 * An instruction ready to be lowered.
 *
 * @param in what it does, without the flags that are computed late
 * @param forced groups of flags to put in place before
 * @param late by group: how its flags will be computed, or null
 * @param settled groups of flags that it puts in place itself
 * @param form what it was made from, or null
 */
record Prepared(RecordedInstruction in, List<Integer> forced, Late[] late, List<Integer> settled, Template.Form form) {

    /**
     * Flags to be computed when somebody looks.
     *
     * @param kind number of the expressions
     * @param inputs what they are computed from; the same list object in groups that share their inputs
     */
    record Late(int kind, List<Value> inputs) {}

    /** Can it end early? */
    boolean faults() {
        return !in.effects().isEmpty();
    }

    /** Shows every slot that it reads; also what its flags are computed from later. A slot may come more than once. */
    void reads(Consumer<Integer> f) {
        in.reads(f);
        for (Late l : late) if (l != null) l.inputs.forEach(v -> leaves(v, f));
    }

    private static void leaves(Value v, Consumer<Integer> f) {
        if (v.op == Op.READ) f.accept((int) v.imm);
        if (v.a != null) leaves(v.a, f);
        if (v.b != null) leaves(v.b, f);
        if (v.c != null) leaves(v.c, f);
    }

    Prepared without(int group) {
        Late[] l = late.clone();
        l[group] = null;
        return new Prepared(in, forced, l, settled, form);
    }
}
