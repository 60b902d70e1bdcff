package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.AF;
import static org.polyvisor.isa.x86lite.state.Registers.CF;
import static org.polyvisor.isa.x86lite.state.Registers.OF;
import static org.polyvisor.isa.x86lite.state.Registers.PF;
import static org.polyvisor.isa.x86lite.state.Registers.SF;
import static org.polyvisor.isa.x86lite.state.Registers.ZF;

import java.util.function.BinaryOperator;
import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.StorageOperand;
import org.polyvisor.isa.x86lite.code.Table;

/** Bit and byte instructions. */
final class BitByte {
    private BitByte() {}

    private static final Helper LOWEST = Helper.of("lowest-bit", (m, a) -> Integer.numberOfTrailingZeros((int) a));
    private static final Helper HIGHEST = Helper.of("highest-bit", (m, a) -> 31 - Integer.numberOfLeadingZeros((int) a));

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.6 Bit and Byte Instructions");
        two(t, 4, "BT", BitByte::bt);
        two(t, 5, "BTS", (s, d, n) -> change(s, d, n, Value::or));
        two(t, 6, "BTR", (s, d, n) -> change(s, d, n, (a, bit) -> a.and(bit.not())));
        two(t, 7, "BTC", (s, d, n) -> change(s, d, n, Value::xor));
        t.sdm("0F BC /r", "BSF r16/32, r/m16/32", (s, d, x) -> scan(s, d, x, LOWEST));
        t.sdm("0F BD /r", "BSR r16/32, r/m16/32", (s, d, x) -> scan(s, d, x, HIGHEST));
        for (int cc = 0; cc < 16; cc++) t.sdm("0F %02X /r".formatted(0x90 + cc), "SET" + StatusFlags.CONDITIONS.get(cc) + " r/m8", set(cc));
        t.sdm("84 /r", "TEST r/m8, r8", BitByte::test);
        t.sdm("85 /r", "TEST r/m16/32, r16/32", BitByte::test);
        t.sdm("A8 ib", "TEST AL, imm8", BitByte::test);
        t.sdm("A9 iw/id", "TEST eAX, imm16/32", BitByte::test);
        t.sdm("F6 /0 ib", "TEST r/m8, imm8", BitByte::test);
        t.sdm("F6 /1 ib", "TEST r/m8, imm8", BitByte::test);
        t.sdm("F7 /0 iw/id", "TEST r/m16/32, imm16/32", BitByte::test);
        t.sdm("F7 /1 iw/id", "TEST r/m16/32, imm16/32", BitByte::test);
    }

    /**
     * The bit instructions have two forms.
     *
     * @param n number of the instruction
     */
    private static void two(Table t, int n, String name, Meaning.M2 m) {
        t.sdm("0F %02X /r".formatted(0x83 + 8 * n), name + " r/m16/32, r16/32", m);
        t.sdm("0F BA /" + n + " ib", name + " r/m16/32, imm8", m);
    }

    private static void bt(Semantics s, Operand d, Operand n) {
        Operand word = word(d, n);
        s.set(CF, word.get().shr(index(d, n)).lo(1));
    }

    private static void change(Semantics s, Operand d, Operand n, BinaryOperator<Value> how) {
        Operand word = word(d, n);
        Value a = word.get(), index = index(d, n);
        word.set(how.apply(a, Value.of(1, a.bits).shl(index)));
        s.set(CF, a.shr(index).lo(1));
    }

    /** {@return the number of the bit in its word} */
    private static Value index(Operand d, Operand n) {
        return n.get().zx(32).and(d.bits() - 1);
    }

    /** {@return the word that holds the bit: of a bit string in storage, the one that a signed bit offset in a register leads to} */
    private static Operand word(Operand d, Operand n) {
        if (!(d instanceof StorageOperand string) || n instanceof Operand.Immediate) return d;
        int log = d.bits() == 32 ? 5 : 4;
        return string.at(n.get().sx(32).sar(log).shl(log - 3), d.bits() / 8);
    }

    /** Of a source of 0 the destination stays as it is, as on every Intel processor. */
    private static void scan(Semantics s, Operand d, Operand x, Helper which) {
        Value a = x.get(), zero = a.eq(0), index = s.call(which, a.zx(32)).lo(32);
        d.set(zero.choose(d.get(), index.lo(a.bits)));
        s.set(ZF, zero);
        s.set(PF, zero.or(StatusFlags.parity(index)));
        s.set(CF, 0);
        s.set(AF, 0);
        s.set(SF, 0);
        s.set(OF, 0);
    }

    private static Meaning.M1 set(int cc) {
        return (s, d) -> d.set(StatusFlags.condition(s, cc).zx(8));
    }

    private static void test(Semantics s, Operand a, Operand b) {
        StatusFlags.logical(s, a.get().and(b.get()));
    }
}
