package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Interruptions.*;
import static org.polyvisor.isa.s370.Operands.*;
import static org.polyvisor.isa.s370.Pop.*;
import static org.polyvisor.isa.s370.Psw.condition;
import static org.polyvisor.isa.s370.Registers.*;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** Fixed-point arithmetic, comparison, conversion and shifts; GA22-7000, "General Instructions". */
final class FixedPoint {
    private FixedPoint() {}

    static void rows(Pop t) {
        t.pop("1A", "AR", RR, FixedPoint::add);
        t.pop("5A", "A", RX, FixedPoint::add);
        t.pop("4A", "AH", RX_HALF, FixedPoint::addHalf);
        t.pop("1E", "ALR", RR, FixedPoint::addLogical);
        t.pop("5E", "AL", RX, FixedPoint::addLogical);
        t.pop("1B", "SR", RR, FixedPoint::subtract);
        t.pop("5B", "S", RX, FixedPoint::subtract);
        t.pop("4B", "SH", RX_HALF, FixedPoint::subtractHalf);
        t.pop("1F", "SLR", RR, FixedPoint::subtractLogical);
        t.pop("5F", "SL", RX, FixedPoint::subtractLogical);
        t.pop("19", "CR", RR, FixedPoint::compare);
        t.pop("59", "C", RX, FixedPoint::compare);
        t.pop("49", "CH", RX_HALF, FixedPoint::compareHalf);
        t.pop("12", "LTR", RR, FixedPoint::loadAndTest);
        t.pop("13", "LCR", RR, FixedPoint::loadComplement);
        t.pop("11", "LNR", RR, FixedPoint::loadNegative);
        t.pop("10", "LPR", RR, FixedPoint::loadPositive);
        t.pop("1C", "MR", RR, FixedPoint::multiply);
        t.pop("5C", "M", RX, FixedPoint::multiply);
        t.pop("4C", "MH", RX_HALF, FixedPoint::multiplyHalf);
        t.pop("1D", "DR", RR, FixedPoint::divide);
        t.pop("5D", "D", RX, FixedPoint::divide);
        t.pop("4F", "CVB", RX_DOUBLE, FixedPoint::convertToBinary);
        t.pop("4E", "CVD", RX_DOUBLE, FixedPoint::convertToDecimal);
        t.pop("8B", "SLA", RS_SHIFT, FixedPoint::shiftLeft);
        t.pop("8F", "SLDA", RS_SHIFT, FixedPoint::shiftLeftDouble);
        t.pop("89", "SLL", RS_SHIFT, FixedPoint::shiftLeftLogical);
        t.pop("8D", "SLDL", RS_SHIFT, FixedPoint::shiftLeftDoubleLogical);
        t.pop("8A", "SRA", RS_SHIFT, FixedPoint::shiftRight);
        t.pop("8E", "SRDA", RS_SHIFT, FixedPoint::shiftRightDouble);
        t.pop("88", "SRL", RS_SHIFT, FixedPoint::shiftRightLogical);
        t.pop("8C", "SRDL", RS_SHIFT, FixedPoint::shiftRightDoubleLogical);
    }

    // ---- sums and differences

    private static void add(Semantics s, Operand r, Operand x) {
        add(s, r, word(s, x));
    }

    private static void addHalf(Semantics s, Operand r, Operand x) {
        add(s, r, half(s, x));
    }

    private static void add(Semantics s, Operand r, Value b) {
        Value a = r.get(), sum = a.plus(b);
        r.set(sum);
        arithmetic(s, sum, a.xor(sum).and(b.xor(sum)).sign());
    }

    private static void addLogical(Semantics s, Operand r, Operand x) {
        Value a = r.get(), sum = a.plus(word(s, x));
        r.set(sum);
        s.set(CC, sum.below(a).choose(sum.eq(0).choose(condition(2), condition(3)), sum.eq(0).choose(condition(0), condition(1))));
    }

    private static void subtract(Semantics s, Operand r, Operand x) {
        subtract(s, r, word(s, x));
    }

    private static void subtractHalf(Semantics s, Operand r, Operand x) {
        subtract(s, r, half(s, x));
    }

    private static void subtract(Semantics s, Operand r, Value b) {
        Value a = r.get(), difference = a.minus(b);
        r.set(difference);
        arithmetic(s, difference, a.xor(b).and(a.xor(difference)).sign());
    }

    /** A carry out of the sign position means no borrow: condition code 2 or 3. */
    private static void subtractLogical(Semantics s, Operand r, Operand x) {
        Value a = r.get(), b = word(s, x), difference = a.minus(b);
        r.set(difference);
        s.set(CC, a.below(b).choose(condition(1), difference.eq(0).choose(condition(2), condition(3))));
    }

    private static void compare(Semantics s, Operand r, Operand x) {
        signed(s, r.get(), word(s, x));
    }

    private static void compareHalf(Semantics s, Operand r, Operand x) {
        signed(s, r.get(), half(s, x));
    }

    private static void loadAndTest(Semantics s, Operand r, Operand x) {
        Value v = x.get();
        r.set(v);
        signed(s, v, Value.of(0, 32));
    }

    private static void loadComplement(Semantics s, Operand r, Operand x) {
        Value v = x.get(), c = v.negate();
        r.set(c);
        arithmetic(s, c, v.eq(Integer.MIN_VALUE));
    }

    private static void loadNegative(Semantics s, Operand r, Operand x) {
        Value v = x.get();
        r.set(v.lt(0).choose(v, v.negate()));
        s.set(CC, v.eq(0).choose(condition(0), condition(1)));
    }

    private static void loadPositive(Semantics s, Operand r, Operand x) {
        Value v = x.get(), overflow = v.eq(Integer.MIN_VALUE);
        r.set(v.lt(0).choose(v.negate(), v));
        s.set(CC, overflow.choose(condition(3), v.eq(0).choose(condition(0), condition(2))));
        overflows(s, overflow);
    }

    // ---- products and quotients

    private static void multiply(Semantics s, Operand r, Operand x) {
        even(s, r);
        if (s.dead()) return;
        pair(s, r, s.get(Psw.odd(r.register())).sx(64).times(word(s, x).sx(64)));
    }

    private static void multiplyHalf(Semantics s, Operand r, Operand x) {
        r.set(r.get().times(half(s, x)));
    }

    private static void divide(Semantics s, Operand r, Operand x) {
        even(s, r);
        if (s.dead()) return;
        Value divisor = word(s, x).sx(64), dividend = pair(s, r);
        programIf(s, divisor.eq(0), FIXED_POINT_DIVIDE);
        Value quotient = dividend.dividedBy(divisor);
        programIf(s, quotient.lo(32).sx(64).ne(quotient), FIXED_POINT_DIVIDE);
        pair(s, r, dividend.remainder(divisor).zx(64).shl(32).or(quotient.lo(32).zx(64)));
    }

    // ---- decimal numbers of 15 digits and a sign

    /** No decimal number of 15 digits. */
    private static final long INVALID = Long.MIN_VALUE;

    private static final Helper BINARY = Helper.of("binary-of-decimal", (Machine m, long packed) -> binary(packed));
    private static final Helper DECIMAL = Helper.of("decimal-of-binary", (Machine m, long v) -> decimal((int) v));

    private static long binary(long packed) {
        int sign = (int) packed & 15;
        long v = 0;
        for (int shift = 60; shift > 0; shift -= 4) {
            long digit = packed >>> shift & 15;
            if (digit > 9) return INVALID;
            v = v * 10 + digit;
        }
        return sign < 10 ? INVALID : sign == 11 || sign == 13 ? -v : v;
    }

    private static long decimal(int v) {
        long packed = v < 0 ? 13 : 12, rest = Math.abs((long) v);
        for (int shift = 4; rest != 0; shift += 4, rest /= 10) packed |= rest % 10 << shift;
        return packed;
    }

    /** A number that is too large leaves its low 32 bits, and interrupts. */
    private static void convertToBinary(Semantics s, Operand r, Operand x) {
        Value v = s.call(BINARY, s.load(at(s, x, 8), 8));
        programIf(s, v.eq(INVALID), DATA);
        r.set(v.lo(32));
        completeWith(s, v.lo(32).sx(64).ne(v), FIXED_POINT_DIVIDE);
    }

    private static void convertToDecimal(Semantics s, Operand r, Operand x) {
        s.probe(at(s, x, 8), 8, Access.WRITE);
        s.store(x.address(), 8, s.call(DECIMAL, r.get()));
    }

    // ---- shifts; the count is the low six bits of the second-operand address

    private static Value count(Operand n) {
        return n.address().and(63);
    }

    private static void shiftLeft(Semantics s, Operand r, Operand n) {
        Value a = r.get(), count = count(n), few = count.below(33).choose(count, Value.of(32, 32));
        Value shifted = a.sx(64).shl(few), low = shifted.lo(32);
        Value v = low.and(0x7fff_ffff).or(a.and(0x8000_0000L));
        r.set(v);
        arithmetic(s, v, low.sx(64).ne(shifted));
    }

    private static void shiftRight(Semantics s, Operand r, Operand n) {
        Value v = r.get().sx(64).sar(count(n)).lo(32);
        r.set(v);
        signed(s, v, Value.of(0, 32));
    }

    private static void shiftLeftLogical(Semantics s, Operand r, Operand n) {
        r.set(r.get().zx(64).shl(count(n)).lo(32));
    }

    private static void shiftRightLogical(Semantics s, Operand r, Operand n) {
        r.set(r.get().zx(64).shr(count(n)).lo(32));
    }

    private static void shiftLeftDouble(Semantics s, Operand r, Operand n) {
        even(s, r);
        if (s.dead()) return;
        Value a = pair(s, r), count = count(n), shifted = a.shl(count);
        Value v = shifted.and(Long.MAX_VALUE).or(a.and(Long.MIN_VALUE));
        pair(s, r, v);
        arithmetic(s, v, shifted.sar(count).ne(a));
    }

    private static void shiftRightDouble(Semantics s, Operand r, Operand n) {
        even(s, r);
        if (s.dead()) return;
        Value v = pair(s, r).sar(count(n));
        pair(s, r, v);
        signed(s, v, Value.of(0, 64));
    }

    private static void shiftLeftDoubleLogical(Semantics s, Operand r, Operand n) {
        even(s, r);
        if (!s.dead()) pair(s, r, pair(s, r).shl(count(n)));
    }

    private static void shiftRightDoubleLogical(Semantics s, Operand r, Operand n) {
        even(s, r);
        if (!s.dead()) pair(s, r, pair(s, r).shr(count(n)));
    }
}
