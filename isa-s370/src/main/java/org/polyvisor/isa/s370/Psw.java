package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Registers.*;

import org.polyvisor.isa.Register;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** The program-status word in BC and EC mode; GA22-7000, "Program-Status Word". */
final class Psw {
    static final int ADDRESS = 0xff_ffff;

    private Psw() {}

    /** The leftmost word of the current PSW; {@code code}: the interruption code of BC mode, 16 bits. */
    static Value left(Semantics s, Value code) {
        Value common = s.get(SYSTEM).zx(32).shl(24).or(s.get(KEY).zx(32).shl(20)).or(s.get(EC).or(s.get(ASCII)).zx(32).shl(19))
                .or(s.get(MACHINE_CHECK_MASK).zx(32).shl(18)).or(s.get(WAIT).zx(32).shl(17)).or(s.get(PROBLEM).zx(32).shl(16));
        return s.get(EC).choose(common.or(s.get(CC).zx(32).shl(12)).or(mask(s).shl(8)), common.or(code));
    }

    /** The rightmost word of the current PSW but for the address; {@code length} of the instruction, in bytes. */
    static Value right(Semantics s, Value length, Value address) {
        Value bc = length.shr(1).shl(30).or(s.get(CC).zx(32).shl(28)).or(mask(s).shl(24));
        return s.get(EC).choose(Value.of(0, 32), bc).or(address.and(ADDRESS));
    }

    /** The four bits of the program mask. */
    static Value mask(Semantics s) {
        return s.get(OVERFLOW_MASK).zx(32).shl(3).or(s.get(MASK).zx(32));
    }

    static void mask(Semantics s, Value v) {
        s.set(OVERFLOW_MASK, v.bit(3));
        s.set(MASK, v.lo(3));
    }

    /** Makes two words the current PSW. */
    static void load(Semantics s, Value left, Value right, boolean extended) {
        Value ec = extended ? left.bit(19) : Value.of(0, 1);
        s.set(SYSTEM, left.shr(24).lo(8));
        s.set(KEY, left.shr(20).lo(4));
        s.set(EC, ec);
        if (!extended) s.set(ASCII, left.bit(19));
        s.set(MACHINE_CHECK_MASK, left.bit(18));
        s.set(WAIT, left.bit(17));
        s.set(PROBLEM, left.bit(16));
        s.set(CC, ec.choose(left.shr(12).lo(2), right.shr(28).lo(2)));
        mask(s, ec.choose(left.shr(8).and(15), right.shr(24).and(15)));
        s.jump(right.and(ADDRESS));
    }

    /** One bit: does a PSW ask for what its format does not have, or for dynamic address translation, which is not there? */
    static Value invalid(Value left, Value right) {
        return left.bit(19).and(left.and(0xbc00_c0ff).ne(0).or(right.and(0xff00_0000).ne(0)));
    }

    /** One bit: does a system mask ask for that, in EC mode? */
    static Value invalid(Value mask) {
        return mask.and(0xbc).ne(0);
    }

    // ---- as users see it

    static long read(Machine m) {
        long left = m.get(SYSTEM) << 24 | m.get(KEY) << 20 | (m.get(EC) | m.get(ASCII)) << 19 | m.get(MACHINE_CHECK_MASK) << 18
                | m.get(WAIT) << 17 | m.get(PROBLEM) << 16;
        long mask = m.get(OVERFLOW_MASK) << 3 | m.get(MASK), right = m.get(FILE.pc()) & ADDRESS;
        if (m.get(EC) != 0) left |= m.get(CC) << 12 | mask << 8;
        else right |= m.get(CC) << 28 | mask << 24;
        return left << 32 | right;
    }

    static void write(Machine m, long psw, boolean extended) {
        int left = (int) (psw >>> 32), right = (int) psw;
        boolean ec = extended && (left >>> 19 & 1) != 0;
        if (ec && ((left & 0xbc00_c0ff) != 0 || (right & 0xff00_0000) != 0))
            throw new IllegalArgumentException("an EC-mode PSW has zeros in bits 0, 2 to 4, 16, 17 and 24 to 39; translation (bit 5) is not available");
        m.set(SYSTEM, left >>> 24);
        m.set(KEY, left >>> 20);
        m.set(EC, ec ? 1 : 0);
        if (!extended) m.set(ASCII, left >>> 19);
        m.set(MACHINE_CHECK_MASK, left >>> 18);
        m.set(WAIT, left >>> 17);
        m.set(PROBLEM, left >>> 16);
        m.set(CC, ec ? left >>> 12 : right >>> 28);
        int mask = ec ? left >>> 8 : right >>> 24;
        m.set(OVERFLOW_MASK, mask >>> 3);
        m.set(MASK, mask);
        m.set(FILE.pc(), right & ADDRESS);
    }

    static Value condition(int n) {
        return Value.of(n, CC.bits());
    }

    static Register odd(Register even) {
        return GR[number(even) | 1];
    }

    static int number(Register general) {
        return general.slot() - GR[0].slot();
    }
}
