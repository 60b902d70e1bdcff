package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.AF;
import static org.polyvisor.isa.x86lite.state.Registers.CF;
import static org.polyvisor.isa.x86lite.state.Registers.OF;
import static org.polyvisor.isa.x86lite.state.Registers.PF;
import static org.polyvisor.isa.x86lite.state.Registers.SF;
import static org.polyvisor.isa.x86lite.state.Registers.ZF;

import java.util.List;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/**
 * The status flags; SDM volume 1, 3.4.3.1 and appendices A and B.
 *
 * <p>Where the manual leaves a flag undefined, it is what Intel's processors of family 6 make it: AF is 0 after logical
 * instructions, shifts and multiplications, ZF 0 after multiplications, OF after a shift or rotate by any count is that of its
 * first step, DIV and the bit tests leave alone what they do not define.
 */
final class StatusFlags {
    private StatusFlags() {}

    /** Names of the conditions by their number in the opcode; SDM volume 1, appendix B. */
    static final List<String> CONDITIONS = List.of("O", "NO", "B", "AE", "E", "NE", "BE", "A", "S", "NS", "P", "NP", "L", "GE", "LE", "G");

    /**
     * {@return one bit: does a condition hold?}
     *
     * @param number as encoded, 0 to 15
     */
    static Value condition(Semantics s, int number) {
        Value v = switch (number >> 1) {
            case 0 -> s.get(OF);
            case 1 -> s.get(CF);
            case 2 -> s.get(ZF);
            case 3 -> s.get(CF).or(s.get(ZF));
            case 4 -> s.get(SF);
            case 5 -> s.get(PF);
            case 6 -> less(s);
            default -> s.get(ZF).or(less(s));
        };
        return (number & 1) == 0 ? v : v.not();
    }

    private static Value less(Semantics s) {
        return s.get(SF).xor(s.get(OF));
    }

    /** {@return a + b, all status flags set} */
    static Value add(Semantics s, Value a, Value b) {
        Value r = a.plus(b);
        s.set(CF, r.below(a));
        sum(s, a, b, r);
        return r;
    }

    /** {@return a + b + CF, all status flags set} */
    static Value addWithCarry(Semantics s, Value a, Value b) {
        Value t = a.plus(b), r = t.plus(s.get(CF).zx(a.bits));
        s.set(CF, t.below(a).or(r.below(t)));
        sum(s, a, b, r);
        return r;
    }

    private static void sum(Semantics s, Value a, Value b, Value r) {
        s.set(OF, a.xor(r).and(b.xor(r)).sign());
        s.set(AF, a.xor(b).xor(r).bit(4));
        result(s, r);
    }

    /** {@return a − b, all status flags set} */
    static Value subtract(Semantics s, Value a, Value b) {
        Value r = a.minus(b);
        s.set(CF, a.below(b));
        s.set(OF, a.lt(b).xor(r.sign()));
        s.set(AF, a.xor(b).xor(r).bit(4));
        result(s, r);
        s.set(ZF, a.eq(b));
        return r;
    }

    /** {@return a − b − CF, all status flags set} */
    static Value subtractWithBorrow(Semantics s, Value a, Value b) {
        Value t = a.minus(b), r = t.minus(s.get(CF).zx(a.bits));
        s.set(CF, a.below(b).or(t.below(r)));
        s.set(OF, a.xor(b).and(a.xor(r)).sign());
        s.set(AF, a.xor(b).xor(r).bit(4));
        result(s, r);
        return r;
    }

    /** {@return r, the status flags set as logical instructions do} */
    static Value logical(Semantics s, Value r) {
        s.set(CF, 0);
        s.set(OF, 0);
        s.set(AF, 0);
        result(s, r);
        return r;
    }

    /** Sets ZF, SF and PF as a result demands. */
    static void result(Semantics s, Value r) {
        s.set(PF, parity(r));
        s.set(ZF, r.eq(0));
        s.set(SF, r.sign());
    }

    /** {@return one bit: has the low byte an even number of ones?} */
    static Value parity(Value r) {
        Value w = r.zx(32), nibbles = w.xor(w.shr(4)).and(15);
        return Value.of(0x9669, 32).shr(nibbles).lo(1);
    }
}
