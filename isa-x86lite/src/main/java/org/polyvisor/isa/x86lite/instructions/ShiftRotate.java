package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.AF;
import static org.polyvisor.isa.x86lite.state.Registers.CF;
import static org.polyvisor.isa.x86lite.state.Registers.OF;

import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.PartialRegister;
import org.polyvisor.isa.x86lite.code.StorageOperand;
import org.polyvisor.isa.x86lite.code.Table;

/**
 * Shift and rotate instructions. Counts are taken modulo 32 for every operand size; a count of 0 changes no flag. The
 * destination is written in any case: a shift by 0 writes what was there.
 */
final class ShiftRotate {
    private ShiftRotate() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.5 Shift and Rotate Instructions");
        six(t, 0, "ROL", ShiftRotate::rol);
        six(t, 1, "ROR", ShiftRotate::ror);
        six(t, 2, "RCL", ShiftRotate::rcl);
        six(t, 3, "RCR", ShiftRotate::rcr);
        six(t, 4, "SHL", ShiftRotate::shl);
        six(t, 5, "SHR", ShiftRotate::shr);
        six(t, 6, "SHL", ShiftRotate::shl);
        six(t, 7, "SAR", ShiftRotate::sar);
        t.sdm("0F A4 /r ib", "SHLD r/m16/32, r16/32, imm8", ShiftRotate::shld);
        t.sdm("0F A5 /r", "SHLD r/m16/32, r16/32, CL", ShiftRotate::shld);
        t.sdm("0F AC /r ib", "SHRD r/m16/32, r16/32, imm8", ShiftRotate::shrd);
        t.sdm("0F AD /r", "SHRD r/m16/32, r16/32, CL", ShiftRotate::shrd);
    }

    /**
     * All shifts and rotates have the same six forms.
     *
     * @param n number of the instruction
     */
    private static void six(Table t, int n, String name, Meaning.M2 m) {
        t.sdm("D0 /" + n, name + " r/m8, 1", m);
        t.sdm("D2 /" + n, name + " r/m8, CL", m);
        t.sdm("C0 /" + n + " ib", name + " r/m8, imm8", m);
        t.sdm("D1 /" + n, name + " r/m16/32, 1", m);
        t.sdm("D3 /" + n, name + " r/m16/32, CL", m);
        t.sdm("C1 /" + n + " ib", name + " r/m16/32, imm8", m);
    }

    /** {@return the count modulo 32; of CL, straight from ECX} */
    private static Value count(Operand x) {
        return (x instanceof PartialRegister cl ? cl.s().get(cl.register()) : x.get().zx(32)).and(31);
    }

    // ---- shifts

    private static void shl(Semantics s, Operand d, Operand x) {
        Value a = d.get(), n = count(x), r = a.shl(n);
        Value carry = a.bits == 32 ? a.shr(s.constant(32).minus(n)).lo(1) : a.zx(32).shl(n).bit(a.bits);
        shifted(s, d, r, n, carry, topBitsDiffer(a));
    }

    private static void shr(Semantics s, Operand d, Operand x) {
        Value a = d.get(), n = count(x);
        shifted(s, d, a.shr(n), n, a.zx(32).shr(n.minus(1)).lo(1), a.sign());
    }

    private static void sar(Semantics s, Operand d, Operand x) {
        Value a = d.get(), n = count(x);
        shifted(s, d, a.sar(n), n, a.sx(32).sar(n.minus(1)).lo(1), Value.of(0, 1));
    }

    private static void shifted(Semantics s, Operand d, Value r, Value n, Value carry, Value overflow) {
        d.set(r);
        s.when(n.ne(0), () -> {
            s.set(CF, carry);
            s.set(OF, overflow);
            s.set(AF, 0);
            StatusFlags.result(s, r);
        });
    }

    /** {@return what a shift to the left by 1 makes of OF} */
    private static Value topBitsDiffer(Value a) {
        return a.xor(a.shl(1)).sign();
    }

    // ---- rotates

    private static void rol(Semantics s, Operand d, Operand x) {
        Value a = d.get(), n = count(x), r = rotatedLeft(a, n.and(a.bits - 1));
        rotated(s, d, r, n, r.lo(1), leavesOverflow(d, n) ? s.get(OF) : topBitsDiffer(a));
    }

    private static void ror(Semantics s, Operand d, Operand x) {
        Value a = d.get(), n = count(x), r = rotatedLeft(a, s.constant(a.bits).minus(n).and(a.bits - 1));
        rotated(s, d, r, n, r.sign(), leavesOverflow(d, n) ? s.get(OF) : a.lo(1).xor(a.sign()));
    }

    /** ROL and ROR of a register by a constant other than 1, where the manual leaves OF undefined, do not touch it. */
    private static boolean leavesOverflow(Operand d, Value n) {
        return n.isConst() && n.imm != 1 && !(d instanceof StorageOperand);
    }

    /** {@return a rotated left by n bits, 0 to bits − 1} */
    private static Value rotatedLeft(Value a, Value n) {
        Value w = a.zx(32);
        return w.shl(n).or(w.shr(Value.of(a.bits, 32).minus(n))).lo(a.bits);
    }

    private static void rcl(Semantics s, Operand d, Operand x) {
        Value a = d.get(), n = effective(count(x), a.bits), w = withCarry(s, a);
        Value r = w.shl(n).or(w.shr(Value.of(a.bits + 1, 32).minus(n)));
        rotated(s, d, r.lo(a.bits), n, r.shr(a.bits).lo(1), topBitsDiffer(a));
    }

    private static void rcr(Semantics s, Operand d, Operand x) {
        Value a = d.get(), n = effective(count(x), a.bits), w = withCarry(s, a);
        Value r = w.shr(n).or(w.shl(Value.of(a.bits + 1, 32).minus(n)));
        rotated(s, d, r.lo(a.bits), n, r.shr(a.bits).lo(1), a.sign().xor(s.get(CF)));
    }

    /** {@return a rotate through CF by this count comes to the same} */
    private static Value effective(Value n, int bits) {
        return bits == 32 ? n : n.remainderUnsigned(Value.of(bits + 1, 32));
    }

    /** {@return CF to the left of a, in as many bits as leave room for a rotation} */
    private static Value withCarry(Semantics s, Value a) {
        int wide = a.bits == 32 ? 64 : 32;
        return s.get(CF).zx(wide).shl(a.bits).or(a.zx(wide));
    }

    private static void rotated(Semantics s, Operand d, Value r, Value n, Value carry, Value overflow) {
        d.set(r);
        s.when(n.ne(0), () -> {
            s.set(CF, carry);
            s.set(OF, overflow);
        });
    }

    // ---- double shifts

    /** Of 16 bits with a count beyond 16, where the manual leaves all undefined, the destination comes in again behind the source. */
    private static void shld(Semantics s, Operand d, Operand x, Operand count) {
        Value a = d.get(), b = x.get(), n = count(count), w = joined(a, b, a);
        Value r = w.shr(s.constant(32).minus(n)).lo(a.bits), carry = w.shr(s.constant(32 + a.bits).minus(n)).lo(1);
        shifted(s, d, r, n, carry, topBitsDiffer(a));
    }

    private static void shrd(Semantics s, Operand d, Operand x, Operand count) {
        Value a = d.get(), b = x.get(), n = count(count), w = joined(a, b, a);
        if (a.bits == 32) w = joined(b, a, b);
        shifted(s, d, w.shr(n).lo(a.bits), n, w.shr(n.minus(1)).lo(1), b.lo(1).xor(a.sign()));
    }

    /** {@return 64 bits: two numbers of 32, or three of 16} */
    private static Value joined(Value high, Value middle, Value low) {
        Value two = high.zx(64).shl(32);
        return high.bits == 32 ? two.or(middle.zx(64)) : two.or(middle.zx(64).shl(16)).or(low.zx(64));
    }
}
