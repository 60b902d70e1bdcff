package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.EAX;
import static org.polyvisor.isa.x86lite.state.Registers.EBX;
import static org.polyvisor.isa.x86lite.state.Registers.ECX;
import static org.polyvisor.isa.x86lite.state.Registers.EDX;
import static org.polyvisor.isa.x86lite.state.Registers.ESP;
import static org.polyvisor.isa.x86lite.state.Registers.GENERAL;
import static org.polyvisor.isa.x86lite.state.Registers.ZF;

import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.state.ProcessorModel;
import org.polyvisor.isa.x86lite.code.PartialRegister;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Stack;

/** Data transfer instructions. */
final class DataTransfer {
    private DataTransfer() {}

    static void rows(Table table, ProcessorModel model) {
        Table t = table.section("SDM vol. 1, 5.1.1 Data Transfer Instructions");
        t.sdm("88 /r", "MOV r/m8, r8", DataTransfer::mov);
        t.sdm("89 /r", "MOV r/m16/32, r16/32", DataTransfer::mov);
        t.sdm("8A /r", "MOV r8, r/m8", DataTransfer::mov);
        t.sdm("8B /r", "MOV r16/32, r/m16/32", DataTransfer::mov);
        t.sdm("A0 mo", "MOV AL, moffs8", DataTransfer::mov);
        t.sdm("A1 mo", "MOV eAX, moffs16/32", DataTransfer::mov);
        t.sdm("A2 mo", "MOV moffs8, AL", DataTransfer::mov);
        t.sdm("A3 mo", "MOV moffs16/32, eAX", DataTransfer::mov);
        t.sdm("B0+r ib", "MOV r8, imm8", DataTransfer::mov);
        t.sdm("B8+r iw/id", "MOV r16/32, imm16/32", DataTransfer::mov);
        t.sdm("C6 /0 ib", "MOV r/m8, imm8", DataTransfer::mov);
        t.sdm("C7 /0 iw/id", "MOV r/m16/32, imm16/32", DataTransfer::mov);
        for (int cc = 0; cc < 16; cc++)
            t.when(model.cmov()).sdm("0F %02X /r".formatted(0x40 + cc), "CMOV" + StatusFlags.CONDITIONS.get(cc) + " r16/32, r/m16/32",
                    cmov(cc));
        t.sdm("86 /r", "XCHG r/m8, r8", DataTransfer::xchg);
        t.sdm("87 /r", "XCHG r/m16/32, r16/32", DataTransfer::xchg);
        t.sdm("90+r", "XCHG r16/32, eAX", DataTransfer::xchg);
        t.when(model.i486()).sdm("0F C8+r", "BSWAP r16/32", DataTransfer::bswap);
        t.when(model.i486()).sdm("0F C0 /r", "XADD r/m8, r8", DataTransfer::xadd);
        t.when(model.i486()).sdm("0F C1 /r", "XADD r/m16/32, r16/32", DataTransfer::xadd);
        t.when(model.i486()).sdm("0F B0 /r", "CMPXCHG r/m8, r8", DataTransfer::cmpxchg);
        t.when(model.i486()).sdm("0F B1 /r", "CMPXCHG r/m16/32, r16/32", DataTransfer::cmpxchg);
        t.when(model.pentium()).sdm("0F C7 /1", "CMPXCHG8B m64", DataTransfer::cmpxchg8b);
        t.sdm("FF /6", "PUSH r/m16/32", DataTransfer::push);
        t.sdm("50+r", "PUSH r16/32", DataTransfer::push);
        t.sdm("6A ib", "PUSH imm8s", DataTransfer::push);
        t.sdm("68 iw/id", "PUSH imm16/32", DataTransfer::push);
        t.sdm("8F /0", "POP r/m16/32", DataTransfer::pop);
        t.sdm("58+r", "POP r16/32", DataTransfer::pop);
        t.sdm("o16 60", "PUSHA", s -> pusha(s, 16));
        t.sdm("o32 60", "PUSHAD", s -> pusha(s, 32));
        t.sdm("o16 61", "POPA", s -> popa(s, 16));
        t.sdm("o32 61", "POPAD", s -> popa(s, 32));
        t.sdm("o16 99", "CWD", s -> signToData(s, 16));
        t.sdm("o32 99", "CDQ", s -> signToData(s, 32));
        t.sdm("o16 98", "CBW", s -> PartialRegister.of(s, 0, 16).set(s.get(EAX).lo(8).sx(32).lo(16)));
        t.sdm("o32 98", "CWDE", s -> s.set(EAX, s.get(EAX).lo(16).sx(32)));
        t.sdm("0F BE /r", "MOVSX r16/32, r/m8", DataTransfer::movsx);
        t.sdm("0F BF /r", "MOVSX r16/32, r/m16", DataTransfer::movsx);
        t.sdm("0F B6 /r", "MOVZX r16/32, r/m8", DataTransfer::movzx);
        t.sdm("0F B7 /r", "MOVZX r16/32, r/m16", DataTransfer::movzx);
    }

    private static void mov(Semantics s, Operand d, Operand x) {
        d.set(x.get());
    }

    private static void movzx(Semantics s, Operand d, Operand x) {
        d.set(x.get().zx(d.bits()));
    }

    private static void movsx(Semantics s, Operand d, Operand x) {
        d.set(x.get().sx(32).lo(d.bits()));
    }

    /** The source is read whether the condition holds or not. */
    private static Meaning.M2 cmov(int cc) {
        return (s, d, x) -> {
            Value v = x.get();
            d.set(StatusFlags.condition(s, cc).choose(v, d.get()));
        };
    }

    private static void xchg(Semantics s, Operand d, Operand x) {
        Value a = d.get(), b = x.get();
        d.set(b);
        x.set(a);
    }

    /** Of 16 bits, which the manual leaves undefined, it makes 0, as Intel's processors do. */
    private static void bswap(Semantics s, Operand d) {
        Value a = d.get();
        if (a.bits == 16) d.set(Value.of(0, 16));
        else d.set(a.shl(24).or(a.and(0xff00).shl(8)).or(a.shr(8).and(0xff00)).or(a.shr(24)));
    }

    /** The source is set first, so that with both in one register the sum stays. */
    private static void xadd(Semantics s, Operand d, Operand x) {
        Value a = d.get(), r = StatusFlags.add(s, a, x.get());
        x.set(a);
        d.set(r);
    }

    /** The destination is written in any case; SDM volume 2, CMPXCHG. */
    private static void cmpxchg(Semantics s, Operand d, Operand x) {
        Value a = d.get(), source = x.get();
        Operand accumulator = PartialRegister.of(s, 0, a.bits);
        Value old = accumulator.get(), equal = old.eq(a);
        StatusFlags.subtract(s, old, a);
        accumulator.set(equal.choose(old, a));
        d.set(equal.choose(source, a));
    }

    private static void cmpxchg8b(Semantics s, Operand d) {
        Value a = d.get(), equal = a.eq(pair(s.get(EDX), s.get(EAX)));
        d.set(equal.choose(pair(s.get(ECX), s.get(EBX)), a));
        s.set(ZF, equal);
        s.set(EAX, equal.choose(s.get(EAX), a.lo(32)));
        s.set(EDX, equal.choose(s.get(EDX), a.shr(32).lo(32)));
    }

    private static Value pair(Value high, Value low) {
        return high.zx(64).shl(32).or(low.zx(64));
    }

    private static void push(Semantics s, Operand x) {
        Stack.push(s, x.get());
    }

    /** The address of the destination is computed after the stack pointer moved; SDM volume 2, POP. */
    private static void pop(Semantics s, Operand d) {
        d.set(Stack.pop(s, d.bits()));
    }

    /** Pushes eAX eCX eDX eBX, the eSP of before, eBP eSI eDI. */
    private static void pusha(Semantics s, int bits) {
        Stack.probePushes(s, 8, bits);
        Value before = s.get(ESP);
        for (int r = 0; r < 8; r++) Stack.push(s, (r == 4 ? before : s.get(GENERAL.get(r))).lo(bits));
    }

    /** Pops them again; what would go to eSP is skipped. */
    private static void popa(Semantics s, int bits) {
        for (int r = 7; r >= 0; r--) {
            Value v = Stack.pop(s, bits);
            if (r != 4) PartialRegister.of(s, r, bits).set(v);
        }
    }

    private static void signToData(Semantics s, int bits) {
        PartialRegister.of(s, 2, bits).set(PartialRegister.of(s, 0, bits).get().sar(bits - 1));
    }
}
