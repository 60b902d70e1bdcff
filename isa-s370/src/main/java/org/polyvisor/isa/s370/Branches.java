package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Interruptions.*;
import static org.polyvisor.isa.s370.Pop.*;
import static org.polyvisor.isa.s370.Psw.number;
import static org.polyvisor.isa.s370.Registers.*;

import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** Branching, EXECUTE and the calls of the supervisor; GA22-7000, "General Instructions". */
final class Branches {
    private Branches() {}

    static void rows(Pop t) {
        t.pop("47", "BC", RX_MASK, Branches::branchOnCondition);
        t.pop("07", "BCR", RR_MASK, Branches::branchOnConditionRegister);
        t.pop("46", "BCT", RX_BYTE, Branches::branchOnCount);
        t.pop("06", "BCTR", RR, Branches::branchOnCountRegister);
        t.pop("86", "BXH", RS, Branches::branchOnIndexHigh);
        t.pop("87", "BXLE", RS, Branches::branchOnIndexLowOrEqual);
        t.pop("45", "BAL", RX_BYTE, Branches::branchAndLink);
        t.pop("05", "BALR", RR, Branches::branchAndLinkRegister);
        t.pop370("4D", "BAS", RX_BYTE, Branches::branchAndSave);
        t.pop370("0D", "BASR", RR, Branches::branchAndSaveRegister);
        t.pop("44", "EX", RX_BYTE, Branches::execute);
        t.pop("04", "SPM", RR_ONE, Branches::setProgramMask);
        t.pop("0A", "SVC", RR_IMMEDIATE, Branches::supervisorCall);
        t.pop370("AF", "MC", SI, Branches::monitorCall);
    }

    /** Register 0 means no branch. */
    private static boolean branches(Operand r) {
        return number(r.register()) != 0;
    }

    private static Value target(Operand r) {
        return r.get().and(Psw.ADDRESS);
    }

    // ---- on a condition, a count, an index

    private static void branchOnCondition(Semantics s, Operand mask, Operand x) {
        branch(s, (int) mask.constant(), x.address());
    }

    private static void branchOnConditionRegister(Semantics s, Operand mask, Operand r) {
        if (branches(r)) branch(s, (int) mask.constant(), target(r));
    }

    /** The leftmost bit of the mask stands for condition code 0. */
    private static void branch(Semantics s, int mask, Value target) {
        if (mask == 0) return;
        if (mask == 15) s.jump(target);
        else s.when(Value.of(mask, 32).shr(Value.of(3, 32).minus(s.get(CC).zx(32))).lo(1), () -> s.jump(target));
    }

    private static void branchOnCount(Semantics s, Operand r, Operand x) {
        Value target = x.address(), count = r.get().minus(1);
        r.set(count);
        s.when(count.ne(0), () -> s.jump(target));
    }

    private static void branchOnCountRegister(Semantics s, Operand r, Operand x) {
        Value target = target(x), count = r.get().minus(1);
        r.set(count);
        if (branches(x)) s.when(count.ne(0), () -> s.jump(target));
    }

    private static void branchOnIndexHigh(Semantics s, Operand r, Operand increment, Operand x) {
        Value comparand = s.get(Psw.odd(increment.register())), target = x.address(), sum = r.get().plus(increment.get());
        r.set(sum);
        s.when(comparand.lt(sum), () -> s.jump(target));
    }

    private static void branchOnIndexLowOrEqual(Semantics s, Operand r, Operand increment, Operand x) {
        Value comparand = s.get(Psw.odd(increment.register())), target = x.address(), sum = r.get().plus(increment.get());
        r.set(sum);
        s.when(comparand.lt(sum).not(), () -> s.jump(target));
    }

    // ---- with a link

    /** The right half of the PSW: length code, condition code, program mask, address. */
    private static Value link(Semantics s) {
        return Value.of((long) s.length() / 2 << 30, 32).or(s.get(CC).zx(32).shl(28)).or(Psw.mask(s).shl(24)).or(s.next());
    }

    private static void branchAndLink(Semantics s, Operand r, Operand x) {
        Value target = x.address();
        r.set(link(s));
        s.jump(target);
    }

    private static void branchAndLinkRegister(Semantics s, Operand r, Operand x) {
        Value target = target(x);
        r.set(link(s));
        if (branches(x)) s.jump(target);
    }

    private static void branchAndSave(Semantics s, Operand r, Operand x) {
        Value target = x.address();
        r.set(s.next());
        s.jump(target);
    }

    private static void branchAndSaveRegister(Semantics s, Operand r, Operand x) {
        Value target = target(x);
        r.set(s.next());
        if (branches(x)) s.jump(target);
    }

    // ---- execute, masks, calls

    private static void execute(Semantics s, Operand r, Operand x) {
        if (s.executed()) {
            program(s, EXECUTE);
            return;
        }
        programIf(s, x.address().bit(0), SPECIFICATION);
        s.execute(x.address(), branches(r) ? r.get().and(0xff) : Value.of(0, 32));
    }

    private static void setProgramMask(Semantics s, Operand r) {
        s.set(CC, r.get().shr(28).lo(2));
        Psw.mask(s, r.get().shr(24).and(15));
    }

    private static void supervisorCall(Semantics s, Operand i) {
        s.interrupt(SVC, (int) i.constant());
    }

    /** A monitor class whose mask in control register 8 is one interrupts. */
    private static void monitorCall(Semantics s, Operand x, Operand i) {
        int number = (int) i.constant();
        if (number > 15) {
            program(s, SPECIFICATION);
            return;
        }
        s.when(s.get(CR[8]).bit(15 - number),
                () -> s.interrupt(PROGRAM, MONITOR, Value.of(COMPLETED | number, 32), x.address()));
    }
}
