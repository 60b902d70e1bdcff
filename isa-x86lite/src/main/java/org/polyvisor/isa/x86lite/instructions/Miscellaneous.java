package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.CR0;
import static org.polyvisor.isa.x86lite.state.Registers.CR0_MP;
import static org.polyvisor.isa.x86lite.state.Registers.CR0_TS;
import static org.polyvisor.isa.x86lite.state.Registers.EAX;
import static org.polyvisor.isa.x86lite.state.Registers.EBX;
import static org.polyvisor.isa.x86lite.state.Registers.ECX;
import static org.polyvisor.isa.x86lite.state.Registers.EDX;

import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.PartialRegister;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.ProcessorModel;
import org.polyvisor.isa.x86lite.state.Registers;

/** Miscellaneous instructions. */
final class Miscellaneous {
    /** Bits of CPUID.1:EDX. */
    private static final int PSE = 1 << 3, TSC = 1 << 4, MSR = 1 << 5, CX8 = 1 << 8, CMOV = 1 << 15;

    /** Family 5, model 2, stepping 12. */
    static final int PENTIUM_SIGNATURE = 0x52c;

    private final int features;

    private Miscellaneous(ProcessorModel model) {
        features = CX8 | (model.pse() ? PSE : 0) | (model.tsc() ? TSC | MSR : 0) | (model.cmov() ? CMOV : 0);
    }

    static void rows(Table table, ProcessorModel model) {
        Table t = table.section("SDM vol. 1, 5.1.13 Miscellaneous Instructions");
        t.sdm("8D /r", "LEA r16/32, m", (s, d, x) -> d.set(x.address().lo(d.bits())));
        t.sdm("90", "NOP", s -> {});
        for (int opcode = 0x18; opcode <= 0x1f; opcode++)
            t.when(model.cmov()).sdm("0F %02X /r".formatted(opcode), "NOP r/m16/32", (s, x) -> {});
        t.sdm("0F 0B", "UD2", s -> Exceptions.fault(s, Exceptions.UD));
        t.sdm("D7", "XLAT m8@eBX", (s, x) -> PartialRegister.of(s, 0, 8).set(x.get()));
        t.sdm("D6", "SALC", Miscellaneous::salc);
        t.sdm("9B", "FWAIT", Miscellaneous::fwait);
        Miscellaneous m = new Miscellaneous(model);
        t.when(model.pentium()).sdm("0F A2", "CPUID", m::cpuid);
    }

    /** Not in the manual, on every processor: AL is filled with CF. */
    private static void salc(Semantics s) {
        Operand al = PartialRegister.of(s, 0, 8);
        al.set(s.get(Registers.CF).choose(Value.of(0xff, 8), Value.of(0, 8)));
    }

    private static void fwait(Semantics s) {
        s.when(s.get(CR0).and(CR0_MP | CR0_TS).eq(CR0_MP | CR0_TS), () -> Exceptions.fault(s, Exceptions.NM));
    }

    /** It tells of nothing that does not work. Beyond the highest leaf it answers as for the highest; SDM volume 2, CPUID. */
    private void cpuid(Semantics s) {
        Value zero = s.get(EAX).eq(0);
        s.set(EAX, zero.choose(s.constant(1), s.constant(PENTIUM_SIGNATURE)));
        s.set(EBX, zero.choose(word("Genu"), s.constant(0)));
        s.set(EDX, zero.choose(word("ineI"), s.constant(features)));
        s.set(ECX, zero.choose(word("ntel"), s.constant(0)));
    }

    private static Value word(String four) {
        return Value.of(four.charAt(0) | four.charAt(1) << 8 | four.charAt(2) << 16 | four.charAt(3) << 24, 32);
    }
}
