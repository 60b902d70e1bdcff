package org.polyvisor.guest.compiler;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.guest.Ir;

/** Javac tests at the top of a loop and jumps back there: a short test is copied to the bottom, which saves the jump in each turn. */
final class LoopRotation {
    private static final int LONGEST_TEST = 4;

    private final List<Ir> code;
    private int labels;

    private LoopRotation(IrMethod m) {
        code = new ArrayList<>(m.code());
        labels = m.labels();
    }

    static IrMethod of(IrMethod m) {
        LoopRotation r = new LoopRotation(m);
        for (int at = 0; at < r.code.size(); at++)
            if (r.code.get(at) instanceof Ir.Jump j) at += r.rotate(at, j.label());
        return new IrMethod(m.symbol(), m.name(), m.file(), m.line(), m.parameters(), m.variables(), r.labels, r.code);
    }

    /** {@return by how many instructions the code has grown up to the jump's end} */
    private int rotate(int jump, int label) {
        int top = top(jump, label);
        if (top < 0) return 0;
        int end = top + 1;
        while (end < jump && end - top <= LONGEST_TEST && straight(code.get(end))) end++;
        if (end >= jump || !(code.get(end) instanceof Ir.Branch test)) return 0;
        int grown = 0;
        if (!(code.get(end + 1) instanceof Ir.Label)) {
            code.add(end + 1, new Ir.Label(test.line(), labels++));
            grown = 1;
        }
        int inside = ((Ir.Label) code.get(end + 1)).label();
        List<Ir> bottom = new ArrayList<>(code.subList(top + 1, end));
        bottom.add(new Ir.Branch(test.line(), test.condition().negated(), test.left(), test.right(), inside));
        bottom.add(new Ir.Jump(test.line(), test.label()));
        code.remove(jump + grown);
        code.addAll(jump + grown, bottom);
        return grown + bottom.size() - 1;
    }

    private int top(int jump, int label) {
        for (int n = jump; --n >= 0; ) if (code.get(n) instanceof Ir.Label l && l.label() == label) return n;
        return -1;
    }

    private static boolean straight(Ir i) {
        return switch (i) {
            case Ir.Label _, Ir.Jump _, Ir.Branch _, Ir.Return _, Ir.Call _ -> false;
            case Ir.Move _, Ir.Binary _, Ir.Unary _, Ir.Length _, Ir.LoadElement _, Ir.StoreElement _, Ir.LoadField _, Ir.StoreField _,
                    Ir.LoadRaw _, Ir.StoreRaw _, Ir.LoadStatic _, Ir.StoreStatic _ -> true;
        };
    }
}
