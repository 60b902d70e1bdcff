package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.CF;
import static org.polyvisor.isa.x86lite.state.Registers.CPL;
import static org.polyvisor.isa.x86lite.state.Registers.CR0;
import static org.polyvisor.isa.x86lite.state.Registers.DF;
import static org.polyvisor.isa.x86lite.state.Registers.IF;
import static org.polyvisor.isa.x86lite.state.Registers.IOPL;
import static org.polyvisor.isa.x86lite.state.Registers.RF;
import static org.polyvisor.isa.x86lite.state.Registers.SHADOW;

import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.PartialRegister;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.EFlags;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.ProcessorModel;
import org.polyvisor.isa.x86lite.state.Segmentation;
import org.polyvisor.isa.x86lite.state.Stack;
import org.polyvisor.isa.x86lite.state.Unimplemented;

/** Flag control instructions. */
final class FlagControl {
    /** SF ZF AF PF CF: what LAHF and SAHF move. */
    private static final int LOW = 0xd5;

    /** The flags that this processor has. */
    private final int present;
    private final Unimplemented alignment = new Unimplemented("alignment check: POPFD sets AC while CR0.AM is set");

    private FlagControl(ProcessorModel model) {
        present = model.pentium() ? 0x3f_7fd5 : model.i486() ? 0x7_7fd5 : 0x3_7fd5;
    }

    static void rows(Table table, ProcessorModel model) {
        Table t = table.section("SDM vol. 1, 5.1.11 Flag Control (EFLAG) Instructions");
        FlagControl f = new FlagControl(model);
        t.sdm("F9", "STC", s -> s.set(CF, 1));
        t.sdm("F8", "CLC", s -> s.set(CF, 0));
        t.sdm("F5", "CMC", s -> s.set(CF, s.get(CF).not()));
        t.sdm("FC", "CLD", s -> s.set(DF, 0));
        t.sdm("FD", "STD", s -> s.set(DF, 1));
        t.sdm("9F", "LAHF", s -> PartialRegister.of(s, 4, 8).set(EFlags.get(s, LOW).lo(8)));
        t.sdm("9E", "SAHF", s -> EFlags.set(s, PartialRegister.of(s, 4, 8).get(), LOW));
        t.sdm("o16 9C", "PUSHF", s -> f.pushf(s, 16));
        t.sdm("o32 9C", "PUSHFD", s -> f.pushf(s, 32));
        t.sdm("o16 9D", "POPF", s -> f.popf(s, 16));
        t.sdm("o32 9D", "POPFD", s -> f.popf(s, 32));
        t.sdm("FB", "STI", FlagControl::sti);
        t.sdm("FA", "CLI", FlagControl::cli);
    }

    /** VM and RF are 0 in what is pushed. */
    private void pushf(Semantics s, int bits) {
        virtualPrivilege(s);
        Stack.push(s, EFlags.get(s, present & ~(EFlags.VIRTUAL | EFlags.RESUME)).lo(bits));
    }

    /** What the program may not change stays as it is, without a word. */
    private void popf(Semantics s, int bits) {
        virtualPrivilege(s);
        Value v = Stack.pop(s, bits);
        int program = EFlags.STATUS | EFlags.TRAP | EFlags.NESTED | EFlags.ALIGNMENT | EFlags.IDENTIFICATION;
        EFlags.set(s, v, program & present & (bits == 16 ? 0xffff : -1));
        if (bits == 32) {
            s.set(RF, 0);
            if (Segmentation.privilegeLevel(s) == 3) s.when(v.bit(18).and(s.get(CR0).bit(18)), () -> alignment.report(s));
        }
        s.when(s.get(IOPL).below(s.get(CPL)).not(), () -> EFlags.set(s, v, EFlags.INTERRUPT));
        if (Segmentation.privilegeLevel(s) == 0) EFlags.set(s, v, EFlags.IO_PRIVILEGE);
    }

    private static void virtualPrivilege(Semantics s) {
        if (Segmentation.virtual8086(s)) s.when(s.get(IOPL).eq(3).not(), () -> Exceptions.fault(s, Exceptions.GP));
    }

    private static void ioPrivilege(Semantics s) {
        s.when(s.get(IOPL).below(s.get(CPL)), () -> Exceptions.fault(s, Exceptions.GP));
    }

    private static void cli(Semantics s) {
        ioPrivilege(s);
        s.set(IF, 0);
    }

    /** Interrupts wait one instruction longer, if they were not open already. */
    private static void sti(Semantics s) {
        ioPrivilege(s);
        s.set(SHADOW, s.get(IF).not());
        s.set(IF, 1);
    }
}
