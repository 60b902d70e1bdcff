package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.CPL;
import static org.polyvisor.isa.x86lite.state.Registers.GDTR_BASE;
import static org.polyvisor.isa.x86lite.state.Registers.GDTR_LIMIT;
import static org.polyvisor.isa.x86lite.state.Registers.LDTR;
import static org.polyvisor.isa.x86lite.state.Registers.ZF;

import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Descriptor;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Segmentation;

/** Instructions that look at descriptors and tell by ZF whether the program may use them; SDM volume 3, 5.10. */
final class DescriptorChecks {
    private DescriptorChecks() {}

    private static final Helper FIND = Helper.of("find-descriptor", Descriptor::find)
            .reads(GDTR_BASE, GDTR_LIMIT, LDTR.base(), LDTR.limit(), LDTR.attributes());

    /** System descriptors that LAR and LSL know: task-state segments, LDTs; for LAR call and task gates too. */
    private static final int RIGHTS_TYPES = 0x1a3e, LIMIT_TYPES = 0x0a0e;

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.20 System Instructions");
        t.sdm("0F 02 /r", "LAR r16/32, r16/32/m16", DescriptorChecks::lar);
        t.sdm("0F 03 /r", "LSL r16/32, r16/32/m16", DescriptorChecks::lsl);
        t.sdm("0F 00 /4", "VERR r/m16", (s, x) -> verify(s, x, false));
        t.sdm("0F 00 /5", "VERW r/m16", (s, x) -> verify(s, x, true));
    }

    /** The limit's bits among the rights, which the manual leaves undefined, are those of the descriptor, as on Intel's processors. */
    private static void lar(Semantics s, Operand d, Operand x) {
        Descriptor found = find(s, x);
        Value known = found.high().bit(12).or(Value.of(RIGHTS_TYPES, 32).shr(found.high().shr(8).and(15)).lo(1));
        s.set(ZF, known.and(admitted(s, found, x)));
        Value rights = found.high().and(0xff_ff00);
        d.set(s.get(ZF).choose(rights.lo(d.bits()), d.get()));
    }

    private static void lsl(Semantics s, Operand d, Operand x) {
        Descriptor found = find(s, x);
        Value known = found.high().bit(12).or(Value.of(LIMIT_TYPES, 32).shr(found.high().shr(8).and(15)).lo(1));
        s.set(ZF, known.and(admitted(s, found, x)));
        d.set(s.get(ZF).choose(found.limit().lo(d.bits()), d.get()));
    }

    private static void verify(Semantics s, Operand x, boolean writing) {
        Descriptor found = find(s, x);
        s.set(ZF, (writing ? found.writableData() : found.readable()).and(admitted(s, found, x)));
    }

    private static Descriptor find(Semantics s, Operand x) {
        if (!Segmentation.protectedMode(s)) Exceptions.fault(s, Exceptions.UD);
        Value found = s.call(FIND, x.get().lo(16).zx(32));
        return new Descriptor(s.constant(0), found.lo(32), found.shr(32).lo(32));
    }

    /** {@return one bit: does its privilege level admit the program and the requestor?} */
    private static Value admitted(Semantics s, Descriptor d, Operand selector) {
        Value level = d.privilege();
        Value beneath = level.below(s.get(CPL)).or(level.below(selector.get().lo(2)));
        return d.conforming().or(beneath.not());
    }
}
