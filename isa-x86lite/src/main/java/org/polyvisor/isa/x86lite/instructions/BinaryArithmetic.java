package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.AF;
import static org.polyvisor.isa.x86lite.state.Registers.CF;
import static org.polyvisor.isa.x86lite.state.Registers.EAX;
import static org.polyvisor.isa.x86lite.state.Registers.EDX;
import static org.polyvisor.isa.x86lite.state.Registers.OF;
import static org.polyvisor.isa.x86lite.state.Registers.ZF;

import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.PartialRegister;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;

/** Binary arithmetic instructions. */
final class BinaryArithmetic {
    private BinaryArithmetic() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.2 Binary Arithmetic Instructions");
        eight(t, 0, "ADD", BinaryArithmetic::add);
        eight(t, 2, "ADC", BinaryArithmetic::adc);
        eight(t, 3, "SBB", BinaryArithmetic::sbb);
        eight(t, 5, "SUB", BinaryArithmetic::sub);
        eight(t, 7, "CMP", BinaryArithmetic::cmp);
        t.sdm("F6 /5", "IMUL r/m8", BinaryArithmetic::imulAccumulator);
        t.sdm("F7 /5", "IMUL r/m16/32", BinaryArithmetic::imulAccumulator);
        t.sdm("0F AF /r", "IMUL r16/32, r/m16/32", BinaryArithmetic::imul);
        t.sdm("6B /r ib", "IMUL r16/32, r/m16/32, imm8s", BinaryArithmetic::imulImmediate);
        t.sdm("69 /r iw/id", "IMUL r16/32, r/m16/32, imm16/32", BinaryArithmetic::imulImmediate);
        t.sdm("F6 /4", "MUL r/m8", BinaryArithmetic::mul);
        t.sdm("F7 /4", "MUL r/m16/32", BinaryArithmetic::mul);
        t.sdm("F6 /7", "IDIV r/m8", BinaryArithmetic::idiv);
        t.sdm("F7 /7", "IDIV r/m16/32", BinaryArithmetic::idiv);
        t.sdm("F6 /6", "DIV r/m8", BinaryArithmetic::div);
        t.sdm("F7 /6", "DIV r/m16/32", BinaryArithmetic::div);
        t.sdm("FE /0", "INC r/m8", BinaryArithmetic::inc);
        t.sdm("FF /0", "INC r/m16/32", BinaryArithmetic::inc);
        t.sdm("40+r", "INC r16/32", BinaryArithmetic::inc);
        t.sdm("FE /1", "DEC r/m8", BinaryArithmetic::dec);
        t.sdm("FF /1", "DEC r/m16/32", BinaryArithmetic::dec);
        t.sdm("48+r", "DEC r16/32", BinaryArithmetic::dec);
        t.sdm("F6 /3", "NEG r/m8", BinaryArithmetic::neg);
        t.sdm("F7 /3", "NEG r/m16/32", BinaryArithmetic::neg);
    }

    /**
     * The eight instructions of opcodes 00–3F and 80–83 have the same forms.
     *
     * @param n number of the instruction
     */
    static void eight(Table t, int n, String name, Meaning.M2 m) {
        t.sdm("%02X /r".formatted(8 * n), name + " r/m8, r8", m);
        t.sdm("%02X /r".formatted(8 * n + 1), name + " r/m16/32, r16/32", m);
        t.sdm("%02X /r".formatted(8 * n + 2), name + " r8, r/m8", m);
        t.sdm("%02X /r".formatted(8 * n + 3), name + " r16/32, r/m16/32", m);
        t.sdm("%02X ib".formatted(8 * n + 4), name + " AL, imm8", m);
        t.sdm("%02X iw/id".formatted(8 * n + 5), name + " eAX, imm16/32", m);
        t.sdm("80 /" + n + " ib", name + " r/m8, imm8", m);
        t.sdm("82 /" + n + " ib", name + " r/m8, imm8", m);
        t.sdm("81 /" + n + " iw/id", name + " r/m16/32, imm16/32", m);
        t.sdm("83 /" + n + " ib", name + " r/m16/32, imm8s", m);
    }

    private static void add(Semantics s, Operand d, Operand x) {
        d.set(StatusFlags.add(s, d.get(), x.get()));
    }

    private static void adc(Semantics s, Operand d, Operand x) {
        d.set(StatusFlags.addWithCarry(s, d.get(), x.get()));
    }

    private static void sub(Semantics s, Operand d, Operand x) {
        d.set(StatusFlags.subtract(s, d.get(), x.get()));
    }

    private static void sbb(Semantics s, Operand d, Operand x) {
        d.set(StatusFlags.subtractWithBorrow(s, d.get(), x.get()));
    }

    private static void cmp(Semantics s, Operand a, Operand b) {
        StatusFlags.subtract(s, a.get(), b.get());
    }

    private static void neg(Semantics s, Operand d) {
        Value a = d.get();
        d.set(StatusFlags.subtract(s, Value.of(0, a.bits), a));
    }

    private static void inc(Semantics s, Operand d) {
        Value r = d.get().plus(1);
        d.set(r);
        s.set(OF, r.eq(1L << r.bits - 1));
        s.set(AF, r.and(15).eq(0));
        StatusFlags.result(s, r);
    }

    private static void dec(Semantics s, Operand d) {
        Value r = d.get().minus(1);
        d.set(r);
        s.set(OF, r.eq((1L << r.bits - 1) - 1));
        s.set(AF, r.and(15).eq(15));
        StatusFlags.result(s, r);
    }

    // ---- multiplication

    private static void imulAccumulator(Semantics s, Operand x) {
        Value a = accumulator(s, x).get(), b = x.get();
        int wide = a.bits == 32 ? 64 : 32;
        Value p = a.sx(wide).times(b.sx(wide));
        wideProduct(s, p, a.bits);
        overflow(s, p.lo(a.bits).sx(wide).ne(p));
    }

    private static void imul(Semantics s, Operand d, Operand x) {
        imulImmediate(s, d, d, x);
    }

    private static void imulImmediate(Semantics s, Operand d, Operand x, Operand y) {
        Value a = x.get(), b = y.get();
        int wide = a.bits == 32 ? 64 : 32;
        Value p = a.sx(wide).times(b.sx(wide)), r = p.lo(a.bits);
        d.set(r);
        product(s, r);
        overflow(s, r.sx(wide).ne(p));
    }

    private static void mul(Semantics s, Operand x) {
        Value a = accumulator(s, x).get(), b = x.get();
        int wide = a.bits == 32 ? 64 : 32;
        Value p = a.zx(wide).times(b.zx(wide));
        wideProduct(s, p, a.bits);
        overflow(s, p.shr(a.bits).lo(32).ne(0));
    }

    /** Puts a product into AX, DX:AX or EDX:EAX. */
    private static void wideProduct(Semantics s, Value p, int bits) {
        product(s, p.lo(bits));
        if (bits == 8) PartialRegister.of(s, 0, 16).set(p.lo(16));
        else {
            PartialRegister.of(s, 0, bits).set(p.lo(bits));
            PartialRegister.of(s, 2, bits).set(p.shr(bits).lo(bits));
        }
    }

    private static void product(Semantics s, Value low) {
        StatusFlags.result(s, low);
        s.set(ZF, 0);
        s.set(AF, 0);
    }

    private static void overflow(Semantics s, Value lost) {
        s.set(CF, lost);
        s.set(OF, lost);
    }

    // ---- division

    private static void div(Semantics s, Operand x) {
        Value d = x.get(), high = dividendHigh(s, d.bits);
        s.when(high.below(d).not(), () -> Exceptions.fault(s, Exceptions.DE));
        int wide = d.bits == 32 ? 64 : 32;
        Value n = dividend(s, d.bits), divisor = d.zx(wide);
        quotient(s, n.dividedUnsigned(divisor), n.remainderUnsigned(divisor), d.bits);
    }

    private static void idiv(Semantics s, Operand x) {
        Value d = x.get();
        s.when(d.eq(0), () -> Exceptions.fault(s, Exceptions.DE));
        int wide = d.bits == 32 ? 64 : 32;
        Value n = dividend(s, d.bits), divisor = d.sx(wide), q = (d.bits == 8 ? n.lo(16).sx(32) : n).dividedBy(divisor);
        s.when(q.lo(d.bits).sx(wide).ne(q), () -> Exceptions.fault(s, Exceptions.DE));
        quotient(s, q, (d.bits == 8 ? n.lo(16).sx(32) : n).remainder(divisor), d.bits);
    }

    /** {@return AX, DX:AX or EDX:EAX, zero-extended} */
    private static Value dividend(Semantics s, int bits) {
        if (bits == 8) return s.get(EAX).and(0xffff);
        if (bits == 16) return s.get(EDX).shl(16).or(s.get(EAX).and(0xffff));
        return s.get(EDX).zx(64).shl(32).or(s.get(EAX).zx(64));
    }

    private static Value dividendHigh(Semantics s, int bits) {
        return (bits == 8 ? PartialRegister.of(s, 4, 8) : PartialRegister.of(s, 2, bits)).get();
    }

    private static void quotient(Semantics s, Value q, Value r, int bits) {
        if (bits == 8) PartialRegister.of(s, 0, 16).set(r.lo(8).zx(16).shl(8).or(q.lo(8).zx(16)));
        else {
            PartialRegister.of(s, 0, bits).set(q.lo(bits));
            PartialRegister.of(s, 2, bits).set(r.lo(bits));
        }
    }

    private static Operand accumulator(Semantics s, Operand x) {
        return PartialRegister.of(s, 0, x.bits());
    }
}
