package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.LDTR;
import static org.polyvisor.isa.x86lite.state.Registers.TR;
import static org.polyvisor.isa.x86lite.state.Registers.ZF;

import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Segment;
import org.polyvisor.isa.x86lite.state.Segmentation;
import org.polyvisor.isa.x86lite.state.Stack;

/** Instructions that read segment registers. */
final class SegmentRegisters {
    private SegmentRegisters() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.12 Segment Register Instructions");
        t.sdm("8C /r", "MOV r16/32/m16, Sreg", (s, d, x) -> d.set(x.get()));
        push(t, "06", "ES");
        push(t, "0E", "CS");
        push(t, "16", "SS");
        push(t, "1E", "DS");
        push(t, "0F A0", "FS");
        push(t, "0F A8", "GS");
        t.sdm("0F 00 /0", "SLDT r16/32/m16", (s, d) -> store(s, d, LDTR));
        t.sdm("0F 00 /1", "STR r16/32/m16", (s, d) -> store(s, d, TR));
        t.sdm("63 /r", "ARPL r/m16, r16", SegmentRegisters::arpl);
    }

    /** The stack pointer moves by the operand size; the selector is zero-extended. */
    private static void push(Table t, String opcode, String name) {
        t.sdm("o16 " + opcode, "PUSH " + name, (s, x) -> Stack.push(s, x.get()));
        t.sdm("o32 " + opcode, "PUSH " + name, (s, x) -> Stack.push(s, x.get().zx(32)));
    }

    private static void store(Semantics s, Operand d, Segment r) {
        if (!Segmentation.protectedMode(s)) Exceptions.fault(s, Exceptions.UD);
        d.set(s.get(r.selector()));
    }

    /** The destination is written only if its level is raised. */
    private static void arpl(Semantics s, Operand d, Operand x) {
        if (!Segmentation.protectedMode(s)) Exceptions.fault(s, Exceptions.UD);
        Value a = d.get(), level = x.get().and(3), lower = a.and(3).below(level);
        s.when(lower, () -> d.set(a.and(0xfffc).or(level)));
        s.set(ZF, lower);
    }
}
