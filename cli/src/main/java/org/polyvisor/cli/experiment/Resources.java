package org.polyvisor.cli.experiment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.Value;

/**
 * The supervisor registers that trials vary.
 *
 * @param mapping those that say what addresses mean
 * @param varied all but modes, and but those that stop the processor
 */
record Resources(Set<Register> mapping, List<Register> varied) {

    static Resources of(Architecture a) {
        Set<Register> mapping = new LinkedHashSet<>(), waits = new LinkedHashSet<>();
        read(a, a.space(), mapping);
        read(a, a.fetchBase(), mapping);
        read(a, a.waiting(), waits);
        return new Resources(mapping, a.registers().all().stream().filter(r -> r.sensitive() && !r.keyed() && !waits.contains(r)).toList());
    }

    /** The registers that an expression reads. */
    private static void read(Architecture a, Value v, Set<Register> into) {
        if (v.op == Op.READ) into.add(a.registers().at((int) v.imm));
        for (Value w : new Value[] {v.a, v.b, v.c}) if (w != null) read(a, w, into);
    }
}
