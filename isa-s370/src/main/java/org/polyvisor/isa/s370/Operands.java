package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Interruptions.*;
import static org.polyvisor.isa.s370.Psw.condition;
import static org.polyvisor.isa.s370.Psw.number;
import static org.polyvisor.isa.s370.Registers.*;

import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** What the general instructions have in common: operands on their boundaries, register pairs, condition codes. */
final class Operands {
    private Operands() {}

    /** The address of a storage operand that a model may want on a boundary of {@code bytes}. */
    static Value at(Semantics s, Operand x, int bytes) {
        if (s.get(ALIGNED).imm != 0) aligned(s, x.address(), bytes);
        return x.address();
    }

    /** Demands that an address be on a boundary. */
    static void aligned(Semantics s, Value address, int bytes) {
        if (bytes > 1) programIf(s, address.and(bytes - 1).ne(0), SPECIFICATION);
    }

    static Value word(Semantics s, Operand x) {
        return x instanceof Operand.Stored ? s.load(at(s, x, 4), 4) : x.get();
    }

    /** A halfword, extended by its sign. */
    static Value half(Semantics s, Operand x) {
        return s.load(at(s, x, 2), 2).sx(32);
    }

    /** Demands an even register. */
    static void even(Semantics s, Operand r) {
        if ((number(r.register()) & 1) != 0) program(s, SPECIFICATION);
    }

    /** A register pair as 64 bits. */
    static Value pair(Semantics s, Operand r) {
        return r.get().zx(64).shl(32).or(s.get(Psw.odd(r.register())).zx(64));
    }

    static void pair(Semantics s, Operand r, Value v) {
        r.set(v.shr(32).lo(32));
        s.set(Psw.odd(r.register()), v.lo(32));
    }

    /** Condition code of a signed comparison: equal, low, high. */
    static void signed(Semantics s, Value a, Value b) {
        s.set(CC, a.eq(b).choose(condition(0), a.lt(b).choose(condition(1), condition(2))));
    }

    /** Condition code of an unsigned comparison: equal, low, high. */
    static void unsigned(Semantics s, Value a, Value b) {
        s.set(CC, a.eq(b).choose(condition(0), a.below(b).choose(condition(1), condition(2))));
    }

    /** Condition code of a logical result: zero, not zero. */
    static Value logical(Semantics s, Value v) {
        s.set(CC, v.eq(0).choose(condition(0), condition(1)));
        return v;
    }

    /** Condition code of an arithmetic result, and fixed-point overflow. */
    static void arithmetic(Semantics s, Value r, Value overflow) {
        s.set(CC, overflow.choose(condition(3), r.eq(0).choose(condition(0), r.lt(0).choose(condition(1), condition(2)))));
        overflows(s, overflow);
    }

    /** Interrupts for fixed-point overflow if that is not masked off. */
    static void overflows(Semantics s, Value overflow) {
        if (s.get(OVERFLOW_MASK).imm != 0) completeWith(s, overflow, FIXED_POINT_OVERFLOW);
    }
}
