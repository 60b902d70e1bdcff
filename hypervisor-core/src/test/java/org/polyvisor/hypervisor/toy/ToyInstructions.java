package org.polyvisor.hypervisor.toy;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** What the instructions of the tiny instruction set mean. */
final class ToyInstructions {
    private ToyInstructions() {}

    private static void sum(Semantics s, Operand a, Value x, Value y) {
        Value r = x.plus(y);
        a.set(r);
        s.set(Toy.C, r.below(x));
        zn(s, r);
    }

    private static void difference(Semantics s, Value x, Value y, Value r) {
        s.set(Toy.C, x.below(y));
        zn(s, r);
    }

    private static void zn(Semantics s, Value r) {
        s.set(Toy.Z, r.eq(0));
        s.set(Toy.N, r.sign());
    }

    private static void branch(Semantics s, Value condition, Operand k) {
        s.when(condition, () -> s.jump(Value.immediate(s.pc() + 4 * k.constant(), 32)));
    }

    private static final Helper SUM_BYTES = Helper.of("sum-bytes", (Machine m, long at, long n) -> {
        m.probe((int) at, (int) n, Access.READ);
        long sum = 0;
        for (int i = 0; i < n; i++) sum += m.load((int) at + i, 1);
        return sum;
    });

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(Toy.row(0x01, "LI", (s, a, b, k) -> a.set(k.get())));
        rows.add(Toy.row(0x02, "ADD", (s, a, b, k) -> sum(s, a, a.get(), b.get())));
        rows.add(Toy.row(0x03, "ADDI", (s, a, b, k) -> sum(s, a, a.get(), k.get())));
        rows.add(Toy.row(0x04, "SUB", (s, a, b, k) -> {
            Value x = a.get(), y = b.get(), r = x.minus(y);
            a.set(r);
            difference(s, x, y, r);
        }));
        rows.add(Toy.row(0x05, "CMP", (s, a, b, k) -> difference(s, a.get(), b.get(), a.get().minus(b.get()))));
        rows.add(Toy.row(0x06, "INC", (s, a, b, k) -> {
            Value r = a.get().plus(1);
            a.set(r);
            zn(s, r);
        }));
        rows.add(Toy.row(0x07, "SETC", (s, a, b, k) -> s.set(Toy.C, k.get().lo(1))));
        rows.add(Toy.row(0x08, "ADC", (s, a, b, k) -> {
            Value x = a.get(), r = x.plus(b.get()).plus(s.get(Toy.C).zx(32));
            a.set(r);
            s.set(Toy.C, r.below(x).or(r.eq(x).and(s.get(Toy.C))));
            zn(s, r);
        }));
        rows.add(Toy.row(0x10, "JZ", (s, a, b, k) -> branch(s, s.get(Toy.Z), k)));
        rows.add(Toy.row(0x11, "JNZ", (s, a, b, k) -> branch(s, s.get(Toy.Z).not(), k)));
        rows.add(Toy.row(0x12, "JC", (s, a, b, k) -> branch(s, s.get(Toy.C), k)));
        rows.add(Toy.row(0x13, "JN", (s, a, b, k) -> branch(s, s.get(Toy.N), k)));
        rows.add(Toy.row(0x14, "JMP", (s, a, b, k) -> s.jump(Value.immediate(s.pc() + 4 * k.constant(), 32))));
        rows.add(Toy.row(0x15, "JR", (s, a, b, k) -> s.jump(b.get().and(-4))));
        rows.add(Toy.row(0x16, "CALLR", (s, a, b, k) -> {
            Value to = b.get();
            a.set(s.next());
            s.jump(to);
        }));
        rows.add(Toy.row(0x17, "JB", (s, a, b, k) -> s.jump(b.get().plus(k.get()))));
        rows.add(Toy.row(0x20, "LD", (s, a, b, k) -> a.set(s.load(b.get().plus(k.get()), 4))));
        rows.add(Toy.row(0x21, "ST", (s, a, b, k) -> s.store(b.get().plus(k.get()), 4, a.get())));
        rows.add(Toy.row(0x22, "LDB", (s, a, b, k) -> a.set(s.load(b.get().plus(k.get()), 1).sx(32))));
        rows.add(Toy.row(0x23, "STB", (s, a, b, k) -> s.store(b.get().plus(k.get()), 1, a.get().lo(8))));
        rows.add(Toy.row(0x24, "XM", (s, a, b, k) -> {
            Value old = s.load(b.get(), 4), v = a.get();
            s.store(b.get(), 4, v);
            a.set(old);
        }));
        rows.add(Toy.row(0x25, "SUMB", (s, a, b, k) -> a.set(s.call(SUM_BYTES, b.get(), k.get().and(255)).lo(32))));
        rows.add(Toy.row(0x26, "DIV", (s, a, b, k) -> {
            s.when(b.get().eq(0), () -> s.trap(Toy.PROGRAM, Toy.ZERO_DIVIDE));
            a.set(a.get().dividedUnsigned(b.get()));
        }));
        rows.add(Toy.row(0x27, "FILL", (s, a, b, k) -> s.when(a.get().ne(0), () -> {
            s.store(b.get(), 1, k.get().lo(8));
            b.set(b.get().plus(1));
            a.set(a.get().minus(1));
            s.repeat();
        })));
        rows.add(Toy.row(0x28, "ADDT", (s, a, b, k) -> {
            Value x = a.get(), y = b.get(), r = x.plus(y);
            a.set(r);
            s.when(x.xor(r).and(y.xor(r)).sign(), () -> s.interrupt(Toy.PROGRAM, Toy.OVERFLOW));
        }));
        rows.add(Toy.row(0x2a, "WAITT", (s, a, b, k) -> {
            s.set(Toy.WAIT, 1);
            s.when(a.get().ne(0), () -> s.interrupt(Toy.PROGRAM, Toy.OVERFLOW));
        }));
        rows.add(Toy.row(0x29, "EX", (s, a, b, k) -> {
            if (s.executed()) s.trap(Toy.PROGRAM, Toy.UNDEFINED);
            s.execute(b.get(), a.get());
        }));
        rows.add(Toy.row(0x30, "TIME", (s, a, b, k) -> a.set(s.time().lo(32))));
        rows.add(Toy.row(0x31, "CALL", (s, a, b, k) -> s.interrupt(Toy.CALL, 7)));
        rows.add(Toy.row(0x32, "MASK", (s, a, b, k) -> {
            s.privileged();
            s.set(Toy.MASK, a.get().lo(8));
        }));
        rows.add(Toy.row(0x33, "WAIT", (s, a, b, k) -> {
            s.privileged();
            s.set(Toy.WAIT, 1);
        }));
        rows.add(Toy.row(0x34, "RETI", (s, a, b, k) -> {
            s.privileged();
            s.set(Toy.USER, k.get().lo(1));
            s.jump(s.get(Toy.SAVED));
        }));
        rows.add(Toy.row(0x35, "GETM", (s, a, b, k) -> a.set(s.get(Toy.MASK).zx(32))));
        rows.add(Toy.row(0x36, "SPACE", (s, a, b, k) -> {
            s.privileged();
            s.set(Toy.SPACE, a.get().lo(8));
        }));
        rows.add(Toy.row(0x37, "GO", (s, a, b, k) -> {
            s.privileged();
            s.set(Toy.USER, k.get().lo(1));
            s.set(Toy.MASK, k.get().shr(8).lo(8));
            s.jump(b.get());
        }));
        rows.add(Toy.row(0x38, "PORT", (s, a, b, k) -> {
            s.when(s.get(Toy.USER).ne(0).and(s.get(Toy.MASK).eq(0)), () -> s.trap(Toy.PROGRAM, Toy.PRIVILEGED));
            a.set(k.get());
        }));
        rows.add(Toy.row(0x39, "GETU", (s, a, b, k) -> a.set(s.get(Toy.USER).zx(32))));
        return rows;
    }
}
