package org.polyvisor.isa.x86lite.instructions;

import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.x86lite.code.Table;

/** Logical instructions. */
final class Logical {
    private Logical() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.4 Logical Instructions");
        BinaryArithmetic.eight(t, 4, "AND", Logical::and);
        BinaryArithmetic.eight(t, 1, "OR", Logical::or);
        BinaryArithmetic.eight(t, 6, "XOR", Logical::xor);
        t.sdm("F6 /2", "NOT r/m8", Logical::not);
        t.sdm("F7 /2", "NOT r/m16/32", Logical::not);
    }

    private static void and(Semantics s, Operand d, Operand x) {
        d.set(StatusFlags.logical(s, d.get().and(x.get())));
    }

    private static void or(Semantics s, Operand d, Operand x) {
        d.set(StatusFlags.logical(s, d.get().or(x.get())));
    }

    private static void xor(Semantics s, Operand d, Operand x) {
        d.set(StatusFlags.logical(s, d.get().xor(x.get())));
    }

    private static void not(Semantics s, Operand d) {
        d.set(d.get().not());
    }
}
