package org.polyvisor.hypervisor.engine;

import java.util.List;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/**
 * An instruction ready to be lowered.
 *
 * @param in what it does, without the flags that are computed late
 * @param forced groups of flags to put in place before
 * @param late by group: how its flags will be computed, or null
 * @param settled groups of flags that it puts in place itself
 */
record Prepared(RecordedInstruction in, List<Integer> forced, Late[] late, List<Integer> settled) {

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

    Prepared without(int group) {
        Late[] l = late.clone();
        l[group] = null;
        return new Prepared(in, forced, l, settled);
    }
}
