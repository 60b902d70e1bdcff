package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Pop.*;
import static org.polyvisor.isa.s370.Psw.condition;
import static org.polyvisor.isa.s370.Registers.*;

import java.util.function.IntBinaryOperator;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/**
 * Operations on fields in storage; GA22-7000, "General Instructions". Each works as if one byte after another were fetched and
 * stored, so that overlapping fields give the architected result; all bytes are known to be accessible before the first is
 * stored.
 */
final class StorageToStorage {
    private StorageToStorage() {}

    static void rows(Pop t) {
        t.pop("D2", "MVC", SS, StorageToStorage::move);
        t.pop370("E8", "MVCIN", SS, StorageToStorage::moveInverse);
        t.pop("D1", "MVN", SS, (s, to, from) -> combine(s, NUMERICS, to, from));
        t.pop("D3", "MVZ", SS, (s, to, from) -> combine(s, ZONES, to, from));
        t.pop("D4", "NC", SS, (s, to, from) -> combineLogically(s, AND, to, from));
        t.pop("D6", "OC", SS, (s, to, from) -> combineLogically(s, OR, to, from));
        t.pop("D7", "XC", SS, (s, to, from) -> combineLogically(s, XOR, to, from));
        t.pop("D5", "CLC", SS, StorageToStorage::compare);
        t.pop("DC", "TR", SS, StorageToStorage::translate);
        t.pop("DD", "TRT", SS, StorageToStorage::translateAndTest);
        t.pop("F1", "MVO", SS_TWO, (s, to, from) -> digits(s, OFFSET, to, from));
        t.pop("F2", "PACK", SS_TWO, (s, to, from) -> digits(s, PACK, to, from));
        t.pop("F3", "UNPK", SS_TWO, (s, to, from) -> digits(s, UNPACK, to, from));
    }

    private static int length(Operand x) {
        return ((Field.Span) x).length();
    }

    private static int byteAt(Machine m, long address) {
        return (int) m.load((int) address, 1);
    }

    private static void byteAt(Machine m, long address, int v) {
        m.store((int) address, 1, v & 0xff);
    }

    private static void probe(Machine m, long to, long from, int toLength, int fromLength) {
        m.probe((int) to, toLength, Access.WRITE);
        m.probe((int) from, fromLength, Access.READ);
    }

    // ---- moves

    private static final Helper MOVE = Helper.of("mvc", (Machine m, long to, long from, long n) -> {
        probe(m, to, from, (int) n, (int) n);
        m.move((int) to, (int) from, (int) n);
        return 0;
    });

    private static void move(Semantics s, Operand to, Operand from) {
        s.call(MOVE, to.address(), from.address(), Value.immediate(length(to), 32));
    }

    /** The second-operand address is that of its rightmost byte. */
    private static final Helper MOVE_INVERSE = Helper.of("mvcin", (Machine m, long to, long from, long n) -> {
        probe(m, to, from - n + 1, (int) n, (int) n);
        for (int i = 0; i < n; i++) byteAt(m, to + i, byteAt(m, from - i));
        return 0;
    });

    private static void moveInverse(Semantics s, Operand to, Operand from) {
        s.call(MOVE_INVERSE, to.address(), from.address(), Value.immediate(length(to), 32));
    }

    // ---- byte by byte

    private static final Helper NUMERICS = combination("mvn", (a, b) -> a & 0xf0 | b & 15);
    private static final Helper ZONES = combination("mvz", (a, b) -> a & 15 | b & 0xf0);
    private static final Helper AND = combination("nc", (a, b) -> a & b);
    private static final Helper OR = combination("oc", (a, b) -> a | b);
    private static final Helper XOR = combination("xc", (a, b) -> a ^ b);

    /** Yields 0 if all result bytes are zero, else something else. */
    private static Helper combination(String name, IntBinaryOperator f) {
        return Helper.of(name, (Machine m, long to, long from, long n) -> {
            probe(m, to, from, (int) n, (int) n);
            int any = 0;
            for (int i = 0; i < n; i++) {
                int v = f.applyAsInt(byteAt(m, to + i), byteAt(m, from + i));
                any |= v & 0xff;
                byteAt(m, to + i, v);
            }
            return any;
        });
    }

    private static Value combine(Semantics s, Helper h, Operand to, Operand from) {
        return s.call(h, to.address(), from.address(), Value.immediate(length(to), 32));
    }

    private static void combineLogically(Semantics s, Helper h, Operand to, Operand from) {
        s.set(CC, combine(s, h, to, from).eq(0).choose(condition(0), condition(1)));
    }

    private static final Helper COMPARE = Helper.of("clc", (Machine m, long a, long b, long n) -> {
        m.probe((int) a, (int) n, Access.READ);
        m.probe((int) b, (int) n, Access.READ);
        for (int i = 0; i < n; i++) {
            int x = byteAt(m, a + i), y = byteAt(m, b + i);
            if (x != y) return x < y ? 1 : 2;
        }
        return 0;
    });

    private static void compare(Semantics s, Operand a, Operand b) {
        s.set(CC, s.call(COMPARE, a.address(), b.address(), Value.immediate(length(a), 32)).lo(2));
    }

    // ---- translation

    /** Only those bytes of the table that are used need be accessible; which these are is known before the first store. */
    private static final Helper TRANSLATE = Helper.of("tr", (Machine m, long to, long table, long n) -> {
        m.probe((int) to, (int) n, Access.WRITE);
        for (int i = 0; i < n; i++) m.probe((int) table + byteAt(m, to + i), 1, Access.READ);
        for (int i = 0; i < n; i++) byteAt(m, to + i, byteAt(m, table + byteAt(m, to + i)));
        return 0;
    });

    private static void translate(Semantics s, Operand to, Operand table) {
        s.call(TRANSLATE, to.address(), table.address(), Value.immediate(length(to), 32));
    }

    /** Yields the function byte and, eight bits further left, the number of the argument byte; 0: all function bytes are zero. */
    private static final Helper TEST = Helper.of("trt", (Machine m, long arguments, long table, long n) -> {
        for (int i = 0; i < n; i++) {
            int function = byteAt(m, table + byteAt(m, arguments + i));
            if (function != 0) return (long) i << 8 | function;
        }
        return 0;
    });

    private static void translateAndTest(Semantics s, Operand arguments, Operand table) {
        int n = length(arguments);
        Value found = s.call(TEST, arguments.address(), table.address(), Value.immediate(n, 32)).lo(32);
        Value function = found.and(0xff), at = found.shr(8), some = found.ne(0);
        Value address = arguments.address().plus(at).and(Psw.ADDRESS);
        s.set(GR[1], some.choose(s.get(GR[1]).and(0xff00_0000L).or(address), s.get(GR[1])));
        s.set(GR[2], some.choose(s.get(GR[2]).and(0xffff_ff00L).or(function), s.get(GR[2])));
        s.set(CC, found.eq(0).choose(condition(0), at.eq(n - 1).choose(condition(2), condition(1))));
    }

    // ---- digits, from right to left

    private static void digits(Semantics s, Helper h, Operand to, Operand from) {
        s.call(h, to.address(), from.address(), Value.immediate(length(to) << 8 | length(from), 32));
    }

    /** Works on fields whose rightmost bytes are at {@code to} and {@code from}. */
    private interface Digits {
        void work(Machine m, long to, long from, int toLength, int fromLength);
    }

    private static Helper fromTheRight(String name, Digits d) {
        return Helper.of(name, (Machine m, long to, long from, long lengths) -> {
            int toLength = (int) lengths >> 8, fromLength = (int) lengths & 0xff;
            probe(m, to, from, toLength, fromLength);
            d.work(m, to + toLength - 1, from + fromLength - 1, toLength, fromLength);
            return 0;
        });
    }

    private static final Helper OFFSET = fromTheRight("mvo", (m, to, from, toLength, fromLength) -> {
        int source = byteAt(m, from);
        byteAt(m, to, source << 4 | byteAt(m, to) & 15);
        for (int i = 1; i < toLength; i++) {
            int left = source >> 4;
            source = i < fromLength ? byteAt(m, from - i) : 0;
            byteAt(m, to - i, source << 4 | left);
        }
    });

    private static final Helper PACK = fromTheRight("pack", (m, to, from, toLength, fromLength) -> {
        int sign = byteAt(m, from);
        byteAt(m, to, sign << 4 | sign >> 4);
        for (int i = 1, j = 1; i < toLength; i++) {
            int low = j < fromLength ? byteAt(m, from - j++) & 15 : 0, high = j < fromLength ? byteAt(m, from - j++) & 15 : 0;
            byteAt(m, to - i, high << 4 | low);
        }
    });

    private static final Helper UNPACK = fromTheRight("unpk", (m, to, from, toLength, fromLength) -> {
        int sign = byteAt(m, from);
        byteAt(m, to, sign << 4 | sign >> 4);
        for (int i = 1, j = 1; i < toLength; i += 2, j++) {
            int source = j < fromLength ? byteAt(m, from - j) : 0;
            byteAt(m, to - i, 0xf0 | source & 15);
            if (i + 1 < toLength) byteAt(m, to - i - 1, 0xf0 | source >> 4);
        }
    });
}
