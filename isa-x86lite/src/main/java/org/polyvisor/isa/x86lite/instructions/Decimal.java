package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.AF;
import static org.polyvisor.isa.x86lite.state.Registers.CF;
import static org.polyvisor.isa.x86lite.state.Registers.EAX;
import static org.polyvisor.isa.x86lite.state.Registers.OF;

import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.PartialRegister;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;

/** Decimal arithmetic instructions; all work in AL and AH. */
final class Decimal {
    private Decimal() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.3 Decimal Arithmetic Instructions");
        t.sdm("27", "DAA", s -> packed(s, 1));
        t.sdm("2F", "DAS", s -> packed(s, -1));
        t.sdm("37", "AAA", s -> unpacked(s, 1));
        t.sdm("3F", "AAS", s -> unpacked(s, -1));
        t.sdm("D4 ib", "AAM imm8", Decimal::aam);
        t.sdm("D5 ib", "AAD imm8", Decimal::aad);
    }

    /** DAA and DAS: 6 and 60h are added or subtracted where a digit left its range. */
    private static void packed(Semantics s, int sign) {
        Operand al = PartialRegister.of(s, 0, 8);
        Value a = al.get(), low = a.and(15).zx(32).below(10).not().or(s.get(AF)), high = a.below(0x9a).not().or(s.get(CF));
        Value zero = Value.of(0, 8), six = low.choose(Value.of(6, 8), zero), sixty = high.choose(Value.of(0x60, 8), zero);
        Value r = sign > 0 ? a.plus(six).plus(sixty) : a.minus(six).minus(sixty);
        al.set(r);
        // a borrow out of the low digit counts even where the high digit is in its range; SDM volume 2, DAS
        s.set(CF, sign > 0 ? high : high.or(low.and(a.below(6))));
        s.set(AF, low);
        s.set(OF, 0);
        StatusFlags.result(s, r);
    }

    /** AAA and AAS: as ASCII digits; what leaves AL goes into AH. */
    private static void unpacked(Semantics s, int sign) {
        Operand ax = PartialRegister.of(s, 0, 16);
        Value a = ax.get(), adjust = s.get(EAX).and(15).below(10).not().or(s.get(AF));
        Value r = adjust.choose(sign > 0 ? a.plus(0x106) : a.minus(0x106), a).and(0xff0f);
        ax.set(r);
        s.set(CF, adjust);
        s.set(AF, adjust);
        s.set(OF, 0);
        StatusFlags.result(s, r.lo(8));
    }

    private static void aam(Semantics s, Operand base) {
        Value n = base.get().zx(32);
        if (n.imm == 0) {
            Exceptions.fault(s, Exceptions.DE);
            return;
        }
        Value al = s.get(EAX).and(0xff), r = al.remainderUnsigned(n);
        PartialRegister.of(s, 0, 16).set(al.dividedUnsigned(n).shl(8).or(r).lo(16));
        StatusFlags.logical(s, r.lo(8));
    }

    /** The flags are those of the addition of bytes. */
    private static void aad(Semantics s, Operand base) {
        Value al = PartialRegister.of(s, 0, 8).get(), ah = PartialRegister.of(s, 4, 8).get();
        Value r = StatusFlags.add(s, al, ah.times(base.get()));
        PartialRegister.of(s, 0, 16).set(r.zx(16));
    }
}
