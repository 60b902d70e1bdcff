package org.polyvisor.isa.x86lite.code;

import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.state.Registers;

/**
 * Part of a general-purpose register: AL, AH, AX; SDM volume 1, 3.4.1.
 *
 * @param s where it is recorded
 * @param register the whole
 * @param shift where the part begins, 0 or 8
 * @param bits its width, 8 or 16
 */
public record PartialRegister(Semantics s, Register register, int shift, int bits) implements Operand {

    /**
     * {@return a general-purpose register or a part of one}
     *
     * @param s where it is recorded
     * @param number as encoded
     * @param bits 8, 16 or 32
     */
    public static Operand of(Semantics s, int number, int bits) {
        if (bits == 32) return new Whole(s, Registers.GENERAL.get(number));
        return new PartialRegister(s, Registers.GENERAL.get(bits == 8 ? number & 3 : number), bits == 8 && number > 3 ? 8 : 0, bits);
    }

    @Override
    public Value get() {
        return s.get(register).shr(shift).lo(bits);
    }

    @Override
    public void set(Value v) {
        long mask = (1L << bits) - 1 << shift;
        s.set(register, s.get(register).and(~mask).or(v.lo(bits).zx(32).shl(shift)));
    }
}
