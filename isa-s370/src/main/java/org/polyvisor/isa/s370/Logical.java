package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Interruptions.*;
import static org.polyvisor.isa.s370.Operands.*;
import static org.polyvisor.isa.s370.Pop.*;
import static org.polyvisor.isa.s370.Psw.condition;
import static org.polyvisor.isa.s370.Psw.number;
import static org.polyvisor.isa.s370.Registers.*;

import java.util.function.BinaryOperator;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** Loads and stores, logical operations and comparisons on registers, words and bytes; GA22-7000, "General Instructions". */
final class Logical {
    private Logical() {}

    static void rows(Pop t) {
        t.pop("18", "LR", RR, Logical::load);
        t.pop("58", "L", RX, Logical::load);
        t.pop("48", "LH", RX_HALF, Logical::loadHalf);
        t.pop("41", "LA", RX_BYTE, Logical::loadAddress);
        t.pop("50", "ST", RX, Logical::store);
        t.pop("40", "STH", RX_HALF, Logical::storeHalf);
        t.pop("42", "STC", RX_BYTE, Logical::storeCharacter);
        t.pop("43", "IC", RX_BYTE, Logical::insertCharacter);
        t.pop370("BF", "ICM", RS_MASK, Logical::insertUnderMask);
        t.pop370("BE", "STCM", RS_MASK, Logical::storeUnderMask);
        t.pop370("BD", "CLM", RS_MASK, Logical::compareUnderMask);
        t.pop("98", "LM", RS, Logical::loadMultiple);
        t.pop("90", "STM", RS, Logical::storeMultiple);
        t.pop("14", "NR", RR, Logical::and);
        t.pop("54", "N", RX, Logical::and);
        t.pop("94", "NI", SI, Logical::andImmediate);
        t.pop("16", "OR", RR, Logical::or);
        t.pop("56", "O", RX, Logical::or);
        t.pop("96", "OI", SI, Logical::orImmediate);
        t.pop("17", "XR", RR, Logical::xor);
        t.pop("57", "X", RX, Logical::xor);
        t.pop("97", "XI", SI, Logical::xorImmediate);
        t.pop("15", "CLR", RR, Logical::compareLogical);
        t.pop("55", "CL", RX, Logical::compareLogical);
        t.pop("95", "CLI", SI, Logical::compareLogicalImmediate);
        t.pop("92", "MVI", SI, Logical::moveImmediate);
        t.pop("91", "TM", SI, Logical::testUnderMask);
        t.pop("93", "TS", S, Logical::testAndSet);
        t.pop370("BA", "CS", RS, Logical::compareAndSwap);
        t.pop370("BB", "CDS", RS, Logical::compareDoubleAndSwap);
    }

    private static void load(Semantics s, Operand r, Operand x) {
        r.set(word(s, x));
    }

    private static void loadHalf(Semantics s, Operand r, Operand x) {
        r.set(half(s, x));
    }

    private static void loadAddress(Semantics s, Operand r, Operand x) {
        r.set(x.address());
    }

    private static void store(Semantics s, Operand r, Operand x) {
        s.store(at(s, x, 4), 4, r.get());
    }

    private static void storeHalf(Semantics s, Operand r, Operand x) {
        s.store(at(s, x, 2), 2, r.get().lo(16));
    }

    private static void storeCharacter(Semantics s, Operand r, Operand x) {
        s.store(x.address(), 1, r.get().lo(8));
    }

    private static void insertCharacter(Semantics s, Operand r, Operand x) {
        r.set(r.get().and(~0xff).or(s.load(x.address(), 1).zx(32)));
    }

    // ---- under a mask

    /** The leftmost bit of the mask stands for the leftmost byte of the register. */
    private static boolean selects(Operand mask, int n) {
        return (mask.constant() >> 3 - n & 1) != 0;
    }

    private static void insertUnderMask(Semantics s, Operand r, Operand mask, Operand x) {
        int bytes = Long.bitCount(mask.constant());
        s.probe(x.address(), Math.max(1, bytes), Access.READ);
        Value v = r.get(), inserted = Value.of(0, 32), first = null;
        for (int n = 0, at = 0; n < 4; n++) {
            if (!selects(mask, n)) continue;
            Value b = s.load(x.address().plus(at++).and(Psw.ADDRESS), 1);
            if (first == null) first = b;
            int shift = 24 - 8 * n;
            v = v.and(~(0xffL << shift)).or(b.zx(32).shl(shift));
            inserted = inserted.or(b.zx(32));
        }
        if (first == null) {
            s.set(CC, 0);
            return;
        }
        r.set(v);
        s.set(CC, inserted.eq(0).choose(condition(0), first.bit(7).choose(condition(1), condition(2))));
    }

    private static void storeUnderMask(Semantics s, Operand r, Operand mask, Operand x) {
        int bytes = Long.bitCount(mask.constant());
        if (bytes > 0) s.probe(x.address(), bytes, Access.WRITE);
        for (int n = 0, at = 0; n < 4; n++)
            if (selects(mask, n)) s.store(x.address().plus(at++).and(Psw.ADDRESS), 1, r.get().shr(24 - 8 * n).lo(8));
    }

    private static void compareUnderMask(Semantics s, Operand r, Operand mask, Operand x) {
        int bytes = Long.bitCount(mask.constant());
        s.probe(x.address(), Math.max(1, bytes), Access.READ);
        Value left = Value.of(0, 32), right = Value.of(0, 32);
        for (int n = 0, at = 0; n < 4; n++) {
            if (!selects(mask, n)) continue;
            left = left.shl(8).or(r.get().shr(24 - 8 * n).and(0xff));
            right = right.shl(8).or(s.load(x.address().plus(at++).and(Psw.ADDRESS), 1).zx(32));
        }
        unsigned(s, left, right);
    }

    // ---- several registers

    private static void loadMultiple(Semantics s, Operand first, Operand last, Operand x) {
        int from = number(first.register()), n = (number(last.register()) - from & 15) + 1;
        at(s, x, 4);
        s.probe(x.address(), 4 * n, Access.READ);
        Value[] v = new Value[n];
        for (int i = 0; i < n; i++) v[i] = s.load(x.address().plus(4 * i).and(Psw.ADDRESS), 4);
        for (int i = 0; i < n; i++) s.set(GR[from + i & 15], v[i]);
    }

    private static void storeMultiple(Semantics s, Operand first, Operand last, Operand x) {
        int from = number(first.register()), n = (number(last.register()) - from & 15) + 1;
        at(s, x, 4);
        s.probe(x.address(), 4 * n, Access.WRITE);
        for (int i = 0; i < n; i++) s.store(x.address().plus(4 * i).and(Psw.ADDRESS), 4, s.get(GR[from + i & 15]));
    }

    // ---- bits

    private static void and(Semantics s, Operand r, Operand x) {
        r.set(logical(s, r.get().and(word(s, x))));
    }

    private static void or(Semantics s, Operand r, Operand x) {
        r.set(logical(s, r.get().or(word(s, x))));
    }

    private static void xor(Semantics s, Operand r, Operand x) {
        r.set(logical(s, r.get().xor(word(s, x))));
    }

    private static void andImmediate(Semantics s, Operand x, Operand i) {
        immediate(s, x, i, Value::and);
    }

    private static void orImmediate(Semantics s, Operand x, Operand i) {
        immediate(s, x, i, Value::or);
    }

    private static void xorImmediate(Semantics s, Operand x, Operand i) {
        immediate(s, x, i, Value::xor);
    }

    private static void immediate(Semantics s, Operand x, Operand i, BinaryOperator<Value> operation) {
        x.set(logical(s, operation.apply(x.get(), i.get())));
    }

    private static void moveImmediate(Semantics s, Operand x, Operand i) {
        x.set(i.get());
    }

    private static void compareLogical(Semantics s, Operand r, Operand x) {
        unsigned(s, r.get(), word(s, x));
    }

    private static void compareLogicalImmediate(Semantics s, Operand x, Operand i) {
        unsigned(s, x.get().zx(32), i.get().zx(32));
    }

    private static void testUnderMask(Semantics s, Operand x, Operand i) {
        Value mask = i.get().zx(32), v = x.get().zx(32).and(mask);
        s.set(CC, v.eq(0).choose(condition(0), v.eq(mask).choose(condition(3), condition(1))));
    }

    private static void testAndSet(Semantics s, Operand x) {
        Value v = s.load(x.address(), 1);
        s.store(x.address(), 1, Value.of(0xff, 8));
        s.set(CC, v.bit(7).choose(condition(1), condition(0)));
    }

    // ---- compare and swap

    private static void compareAndSwap(Semantics s, Operand r, Operand swap, Operand x) {
        aligned(s, x.address(), 4);
        s.probe(x.address(), 4, Access.WRITE);
        Value v = s.load(x.address(), 4), equal = v.eq(r.get());
        s.when(equal, () -> s.store(x.address(), 4, swap.get()));
        r.set(v);
        s.set(CC, equal.choose(condition(0), condition(1)));
    }

    private static void compareDoubleAndSwap(Semantics s, Operand r, Operand swap, Operand x) {
        even(s, r);
        even(s, swap);
        if (s.dead()) return;
        aligned(s, x.address(), 8);
        s.probe(x.address(), 8, Access.WRITE);
        Register low = Psw.odd(r.register());
        Value v = s.load(x.address(), 8), equal = v.eq(pair(s, r)), replacement = pair(s, swap);
        s.when(equal, () -> s.store(x.address(), 8, replacement));
        r.set(v.shr(32).lo(32));
        s.set(low, v.lo(32));
        s.set(CC, equal.choose(condition(0), condition(1)));
    }
}
