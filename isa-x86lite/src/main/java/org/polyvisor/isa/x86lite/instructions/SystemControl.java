package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.*;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.StorageOperand;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.ProcessorModel;
import org.polyvisor.isa.x86lite.state.Unimplemented;

/** System instructions but for those that look at descriptors; SDM volume 3, 2.8. */
final class SystemControl {
    private static final Helper PURGE = Helper.of("purge", m -> {
        m.purge();
        return 0;
    });
    private static final Helper PURGE_PAGE = Helper.of("purge-page", (m, address) -> {
        m.purge((int) address);
        return 0;
    });
    /** CR0 as the i386 loads it by LMSW: PE MP EM TS. */
    private static final int MACHINE_STATUS = 0xf;

    private static final int CR0_NW = 1 << 29, CR0_CD = 1 << 30, MSR_TSC = 0x10;

    private final ProcessorModel model;
    private final Unimplemented breakpoints = new Unimplemented("a breakpoint in DR7");

    private SystemControl(ProcessorModel model) {
        this.model = model;
    }

    static void rows(Table table, ProcessorModel model) {
        Table t = table.section("SDM vol. 1, 5.20 System Instructions");
        SystemControl c = new SystemControl(model);
        t.sdm("0F 01 /2", "LGDT m16&32", (s, m) -> load(s, m, GDTR_BASE, GDTR_LIMIT));
        t.sdm("0F 01 /0", "SGDT m16&32", (s, m) -> store(s, m, GDTR_BASE, GDTR_LIMIT));
        t.sdm("0F 01 /3", "LIDT m16&32", (s, m) -> load(s, m, IDTR_BASE, IDTR_LIMIT));
        t.sdm("0F 01 /1", "SIDT m16&32", (s, m) -> store(s, m, IDTR_BASE, IDTR_LIMIT));
        t.sdm("0F 22 /r", "MOV CRn, rm32", c::toControl);
        t.sdm("0F 20 /r", "MOV rm32, CRn", c::fromControl);
        t.sdm("0F 01 /6", "LMSW r/m16", SystemControl::lmsw);
        t.sdm("0F 01 /4", "SMSW r16/32/m16", (s, d) -> d.set(s.get(CR0).lo(d.bits())));
        t.sdm("0F 06", "CLTS", SystemControl::clts);
        t.sdm("0F 23 /r", "MOV DRn, rm32", c::toDebug);
        t.sdm("0F 21 /r", "MOV rm32, DRn", SystemControl::fromDebug);
        t.when(model.i486()).sdm("0F 08", "INVD", Semantics::privileged);
        t.when(model.i486()).sdm("0F 09", "WBINVD", Semantics::privileged);
        t.when(model.i486()).sdm("0F 01 /7", "INVLPG m8", SystemControl::invlpg);
        t.sdm("F4", "HLT", SystemControl::hlt);
        t.when(model.pentium()).sdm("0F 32", "RDMSR", c::rdmsr);
        t.when(model.pentium()).sdm("0F 30", "WRMSR", c::wrmsr);
        t.when(model.tsc()).sdm("0F 31", "RDTSC", SystemControl::rdtsc);
    }

    // ---- tables

    /** With an operand size of 16 the base has 24 bits; SDM volume 2, LGDT. */
    private static void load(Semantics s, Operand m, Register base, Register limit) {
        s.privileged();
        StorageOperand table = (StorageOperand) m;
        Value newLimit = table.at(0, 2).get(), newBase = table.at(2, 4).get();
        s.set(limit, newLimit);
        s.set(base, table.operandBits() == 16 ? newBase.and(0xff_ffff) : newBase);
    }

    /** All 32 bits of the base are stored whatever the operand size, as by every processor since the i386. */
    private static void store(Semantics s, Operand m, Register base, Register limit) {
        StorageOperand table = (StorageOperand) m;
        table.probe(6, Access.WRITE);
        table.at(0, 2).set(s.get(limit));
        table.at(2, 4).set(s.get(base));
    }

    // ---- control and debug registers

    private void toControl(Semantics s, Operand control, Operand x) {
        s.privileged();
        Register r = control.register();
        Value v = x.get();
        if (r == CR0) toControl0(s, v);
        else if (r == CR3) {
            s.set(CR3, v);
            s.call(PURGE);
        } else if (r == CR4) toControl4(s, v);
        else s.set(r, v);
        s.synchronize();
    }

    private void toControl0(Semantics s, Value v) {
        int known = model.i486() ? 0xe005_003f : 0x8000_001f;
        Value impossible = v.and(CR0_PG | CR0_PE).eq(CR0_PG).or(v.and(CR0_NW | CR0_CD).eq(CR0_NW));
        s.when(impossible, () -> Exceptions.fault(s, Exceptions.GP));
        Value changed = v.xor(s.get(CR0)).and(CR0_PG | CR0_PE | CR0_WP);
        s.when(changed.ne(0), () -> s.call(PURGE));
        s.set(CR0, v.and(known).or(CR0_ET));
        s.set(PE, v.lo(1));
    }

    private void toControl4(Semantics s, Value v) {
        if (!model.pentium()) {
            Exceptions.fault(s, Exceptions.UD);
            return;
        }
        int known = (model.tsc() ? CR4_TSD : 0) | (model.pse() ? CR4_PSE : 0);
        s.when(v.and(~known).ne(0), () -> Exceptions.fault(s, Exceptions.GP));
        s.when(v.xor(s.get(CR4)).and(CR4_PSE).ne(0), () -> s.call(PURGE));
        s.set(CR4, v);
    }

    private void fromControl(Semantics s, Operand d, Operand control) {
        if (control.register() == CR4 && !model.pentium()) {
            Exceptions.fault(s, Exceptions.UD);
            return;
        }
        s.privileged();
        d.set(control.get());
    }

    /** PE can be set but not cleared. */
    private static void lmsw(Semantics s, Operand x) {
        s.privileged();
        Value v = x.get().zx(32).and(MACHINE_STATUS);
        s.set(PE, s.get(PE).or(v.lo(1)));
        s.set(CR0, s.get(CR0).and(~MACHINE_STATUS | CR0_PE).or(v));
    }

    private static void clts(Semantics s) {
        s.privileged();
        s.set(CR0, s.get(CR0).and(~CR0_TS));
    }

    private void toDebug(Semantics s, Operand debug, Operand x) {
        s.privileged();
        Register r = debug.register();
        Value v = x.get();
        if (r == DR7) s.when(v.and(0xff).ne(0), () -> breakpoints.report(s));
        s.set(r, r == DR6 ? v.and(0xe00f).or(0xffff_0ff0L) : r == DR7 ? v.and(0xffff_27ffL).or(0x400) : v);
    }

    private static void fromDebug(Semantics s, Operand d, Operand debug) {
        s.privileged();
        d.set(debug.get());
    }

    // ---- the rest

    private static void invlpg(Semantics s, Operand m) {
        s.privileged();
        s.call(PURGE_PAGE, ((StorageOperand) m).unchecked());
        s.synchronize();
    }

    private static void hlt(Semantics s) {
        s.privileged();
        s.set(HALTED, 1);
    }

    private void rdmsr(Semantics s) {
        s.privileged();
        onlyKnown(s);
        if (model.tsc()) toPair(s, counter(s));
    }

    private void wrmsr(Semantics s) {
        s.privileged();
        onlyKnown(s);
        if (model.tsc()) s.set(TSC_OFFSET, s.get(EDX).zx(64).shl(32).or(s.get(EAX).zx(64)).minus(s.time()));
    }

    /** The time-stamp counter is the only model-specific register. */
    private void onlyKnown(Semantics s) {
        Value unknown = model.tsc() ? s.get(ECX).eq(MSR_TSC).not() : Value.of(1, 1);
        s.when(unknown, () -> Exceptions.fault(s, Exceptions.GP));
    }

    private static void rdtsc(Semantics s) {
        Value disabled = s.get(CR4).and(CR4_TSD).ne(0);
        if (s.get(CPL).imm != 0) s.when(disabled, () -> Exceptions.fault(s, Exceptions.GP));
        toPair(s, counter(s));
    }

    private static Value counter(Semantics s) {
        return s.time().plus(s.get(TSC_OFFSET));
    }

    private static void toPair(Semantics s, Value v) {
        s.set(EAX, v.lo(32));
        s.set(EDX, v.shr(32).lo(32));
    }
}
