package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.EBP;
import static org.polyvisor.isa.x86lite.state.Registers.ECX;
import static org.polyvisor.isa.x86lite.state.Registers.ESP;
import static org.polyvisor.isa.x86lite.state.Registers.IOPL;
import static org.polyvisor.isa.x86lite.state.Registers.OF;
import static org.polyvisor.isa.x86lite.state.Registers.SS;
import static org.polyvisor.isa.x86lite.state.Registers.SS_B;
import static org.polyvisor.isa.x86lite.state.Registers.ZF;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.PartialRegister;
import org.polyvisor.isa.x86lite.code.StorageOperand;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Segmentation;
import org.polyvisor.isa.x86lite.state.Stack;

/** Control transfer instructions within a segment. The operand size is also that of EIP: with 16 bits its upper half becomes 0. */
final class ControlTransfer {
    private ControlTransfer() {}

    private static final Helper DISPLAY = Helper.of("display", ControlTransfer::display)
            .reads(ESP, EBP, SS.base(), SS.limit(), SS.attributes());

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.7 Control Transfer Instructions");
        t.sdm("EB cb", "JMP rel8", ControlTransfer::jmp);
        t.sdm("E9 cw/cd", "JMP rel16/32", ControlTransfer::jmp);
        t.sdm("FF /4", "JMP r/m16/32", ControlTransfer::jmp);
        for (int cc = 0; cc < 16; cc++) {
            t.sdm("%02X cb".formatted(0x70 + cc), "J" + StatusFlags.CONDITIONS.get(cc) + " rel8", jcc(cc));
            t.sdm("0F %02X cw/cd".formatted(0x80 + cc), "J" + StatusFlags.CONDITIONS.get(cc) + " rel16/32", jcc(cc));
        }
        t.sdm("a16 E3 cb", "JCXZ rel8", (s, to) -> jcxz(s, to, 16));
        t.sdm("a32 E3 cb", "JECXZ rel8", (s, to) -> jcxz(s, to, 32));
        for (int bits = 16; bits <= 32; bits += 16) {
            int size = bits;
            t.sdm("a" + bits + " E2 cb", "LOOP rel8", (s, to) -> loop(s, to, size, Value.of(1, 1)));
            t.sdm("a" + bits + " E1 cb", "LOOPE rel8", (s, to) -> loop(s, to, size, s.get(ZF)));
            t.sdm("a" + bits + " E0 cb", "LOOPNE rel8", (s, to) -> loop(s, to, size, s.get(ZF).not()));
        }
        t.sdm("E8 cw/cd", "CALL rel16/32", ControlTransfer::call);
        t.sdm("FF /2", "CALL r/m16/32", ControlTransfer::call);
        for (int bits = 16; bits <= 32; bits += 16) {
            int size = bits;
            t.sdm("o" + bits + " C3", "RET", s -> ret(s, size, s.constant(0)));
            t.sdm("o" + bits + " C2 iw", "RET imm16", (s, n) -> ret(s, size, n.get().zx(32)));
            t.sdm("o" + bits + " C8 iw ib", "ENTER imm16, imm8", (s, storage, level) -> enter(s, size, storage, level));
            t.sdm("o" + bits + " C9", "LEAVE", s -> leave(s, size));
        }
        t.sdm("CD ib", "INT imm8", ControlTransfer::interrupt);
        t.sdm("CC", "INT3", s -> s.interrupt(Exceptions.EXCEPTION, Exceptions.BP));
        t.sdm("CE", "INTO", s -> s.when(s.get(OF), () -> s.interrupt(Exceptions.EXCEPTION, Exceptions.OF)));
        t.sdm("F1", "INT1", s -> s.interrupt(Exceptions.EXCEPTION, Exceptions.DB));
        t.sdm("62 /r", "BOUND r16/32, m16/32&16/32", ControlTransfer::bound);
    }

    private static void jmp(Semantics s, Operand to) {
        Segmentation.jump(s, to.get().zx(32));
    }

    private static Meaning.M1 jcc(int cc) {
        return (s, to) -> s.when(StatusFlags.condition(s, cc), () -> jmp(s, to));
    }

    private static void jcxz(Semantics s, Operand to, int bits) {
        s.when(s.get(ECX).lo(bits).eq(0), () -> jmp(s, to));
    }

    private static void loop(Semantics s, Operand to, int bits, Value condition) {
        Operand count = PartialRegister.of(s, 1, bits);
        Value left = count.get().minus(1);
        count.set(left);
        s.when(left.ne(0).and(condition), () -> jmp(s, to));
    }

    private static void call(Semantics s, Operand to) {
        Value target = to.get();
        Stack.push(s, s.next().lo(target.bits));
        Segmentation.jump(s, target.zx(32));
    }

    private static void ret(Semantics s, int bits, Value parameters) {
        Value target = Stack.pop(s, bits).zx(32);
        Stack.pointer(s, Stack.pointer(s).plus(parameters));
        Segmentation.jump(s, target);
    }

    /** A stack frame, with the frame pointers of the procedures around if it is nested; all or nothing. */
    private static void enter(Semantics s, int bits, Operand storage, Operand nesting) {
        int level = (int) nesting.constant() & 31, bytes = bits / 8, pushes = level == 0 ? 1 : level + 1;
        Value end = Stack.wrap(s, Stack.pointer(s).minus(pushes * bytes).minus(storage.get().zx(32)));
        if (level > 1) s.call(DISPLAY, s.constant(level), s.constant(bytes));
        else Stack.probePushes(s, pushes, bits);
        Segmentation.probe(s, SS, end, bytes, Access.WRITE);
        Stack.push(s, s.get(EBP).lo(bits));
        Value frame = s.get(ESP);
        if (level > 0) Segmentation.store(s, SS, Stack.wrap(s, frame.minus(level * bytes)), bytes, frame.lo(bits));
        PartialRegister.of(s, 5, bits).set(frame.lo(bits));
        Stack.pointer(s, end);
    }

    /** Pushes EBP, then one after another the frame pointers that lie below the one of the calling procedure: the display may overlap its copy. */
    private static long display(Machine m, long level, long bytes) {
        int size = (int) bytes, count = (int) level - 1, mask = m.get(SS_B) == 1 ? -1 : 0xffff;
        int esp = (int) m.get(ESP), ebp = (int) m.get(EBP);
        int[] from = new int[count], to = new int[count];
        for (int i = 0; i < count; i++) {
            from[i] = Segmentation.linear(m, SS, ebp - (i + 1) * size & mask, size, Access.READ);
            to[i] = Segmentation.linear(m, SS, esp - (i + 2) * size & mask, size, Access.WRITE);
            m.probe(from[i], size, Access.READ);
            m.probe(to[i], size, Access.WRITE);
        }
        for (int outer : new int[] {esp - size & mask, esp - (count + 2) * size & mask})
            m.probe(Segmentation.linear(m, SS, outer, size, Access.WRITE), size, Access.WRITE);
        m.store(Segmentation.linear(m, SS, esp - size & mask, size, Access.WRITE), size, ebp);
        for (int i = 0; i < count; i++) m.store(to[i], size, m.load(from[i], size));
        return 0;
    }

    private static void leave(Semantics s, int bits) {
        Stack.pointer(s, s.get(EBP));
        PartialRegister.of(s, 5, bits).set(Stack.pop(s, bits));
    }

    private static void interrupt(Semantics s, Operand vector) {
        if (Segmentation.virtual8086(s)) s.when(s.get(IOPL).eq(3).not(), () -> Exceptions.fault(s, Exceptions.GP));
        s.interrupt(Exceptions.SOFTWARE_INTERRUPT, (int) vector.constant());
    }

    private static void bound(Semantics s, Operand index, Operand bounds) {
        int bytes = index.bits() / 8;
        Value i = index.get(), low = ((StorageOperand) bounds).at(0, bytes).get(), high = ((StorageOperand) bounds).at(bytes, bytes).get();
        s.when(i.lt(low).or(high.lt(i)), () -> Exceptions.fault(s, Exceptions.BR));
    }
}
