package org.polyvisor.guest.compiler;

import java.util.BitSet;
import java.util.List;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Variable;

/** Which variables' contents are still needed, before and behind each instruction of a method. */
final class Liveness {
    private final List<Ir> code;
    private final int[] labels;
    private final BitSet[] before;

    Liveness(IrMethod m) {
        code = m.code();
        labels = new int[m.labels()];
        before = new BitSet[code.size() + 1];
        for (int n = 0; n <= code.size(); n++) before[n] = new BitSet();
        for (int n = 0; n < code.size(); n++) if (code.get(n) instanceof Ir.Label l) labels[l.label()] = n;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int n = code.size(); --n >= 0; ) changed |= update(n);
        }
    }

    private boolean update(int n) {
        Ir i = code.get(n);
        BitSet b = behind(n);
        i.target().ifPresent(t -> b.clear(t.number()));
        for (IrValue v : i.uses()) if (v instanceof Variable r) b.set(r.number());
        if (b.equals(before[n])) return false;
        before[n] = b;
        return true;
    }

    /** {@return the index of a label} */
    int label(int number) {
        return labels[number];
    }

    /** {@return the variables needed before an instruction; not to be changed} */
    BitSet before(int n) {
        return before[n];
    }

    /** {@return the variables needed behind an instruction: a new set} */
    BitSet behind(int n) {
        BitSet b = new BitSet();
        switch (code.get(n)) {
            case Ir.Jump j -> b.or(before[labels[j.label()]]);
            case Ir.Branch j -> {
                b.or(before[labels[j.label()]]);
                b.or(before[n + 1]);
            }
            case Ir.Return _ -> {}
            default -> b.or(before[n + 1]);
        }
        return b;
    }
}
