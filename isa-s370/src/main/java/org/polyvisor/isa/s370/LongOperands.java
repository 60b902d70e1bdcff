package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Operands.even;
import static org.polyvisor.isa.s370.Pop.*;
import static org.polyvisor.isa.s370.Psw.number;
import static org.polyvisor.isa.s370.Registers.*;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.Translation;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/**
 * MOVE LONG and COMPARE LOGICAL LONG; GA22-7000, "General Instructions". Interruptible: a unit of operation is the lesser of 256
 * bytes and what is left. A unit that meets an inaccessible block ends before it, with its operands advanced that far.
 */
final class LongOperands {
    private static final int UNIT = 256;
    private static final int BLOCK = 2048;
    private static final int LENGTH = 0xff_ffff;
    /** The instruction is complete; the condition code is in the two bits on the right. */
    private static final int DONE = 4;

    private LongOperands() {}

    static void rows(Pop t) {
        t.pop370("0E", "MVCL", RR, (s, a, b) -> step(s, MOVE, a, b));
        t.pop370("0F", "CLCL", RR, (s, a, b) -> step(s, COMPARE, a, b));
    }

    private static final Helper MOVE = Helper
            .of("mvcl", (Machine m, long a, long b) -> move(m, new Operand24(m, (int) a), new Operand24(m, (int) b)))
            .reads(GR).writes(GR);
    private static final Helper COMPARE = Helper
            .of("clcl", (Machine m, long a, long b) -> compare(m, new Operand24(m, (int) a), new Operand24(m, (int) b)))
            .reads(GR).writes(GR);

    private static void step(Semantics s, Helper h, Operand a, Operand b) {
        even(s, a);
        even(s, b);
        if (s.dead()) return;
        Value outcome = s.call(h, Value.immediate(number(a.register()), 32), Value.immediate(number(b.register()), 32)).lo(32);
        Value done = outcome.bit(2);
        s.set(CC, done.choose(outcome.lo(2), s.get(CC)));
        s.when(done.not(), s::repeat);
    }

    /** A pair of registers: address, and length with eight bits of something else to the left. */
    private static final class Operand24 {
        final int register;
        int address;
        int length;
        final int pad;

        Operand24(Machine m, int register) {
            this.register = register;
            address = (int) m.get(GR[register]) & Psw.ADDRESS;
            int v = (int) m.get(GR[register + 1]);
            length = v & LENGTH;
            pad = v >>> 24;
        }

        void advance(Machine m, int n) {
            address = address + n & Psw.ADDRESS;
            length -= n;
            m.set(GR[register], address);
            m.set(GR[register + 1], pad << 24 | length);
        }
    }

    /** The lengths compare alike before every unit, so each unit knows the condition code. */
    private static long move(Machine m, Operand24 to, Operand24 from) {
        int cc = to.length == from.length ? 0 : to.length < from.length ? 1 : 2;
        int moved = Math.min(to.length, from.length), distance = to.address - from.address & Psw.ADDRESS;
        if (moved > 0 && distance != 0 && distance < moved) {
            to.advance(m, 0);
            from.advance(m, 0);
            return DONE | 3;
        }
        readyToStore(m, to, from);
        for (int left = Math.min(UNIT, to.length); left > 0; ) {
            int n = Math.min(left, inBlock(to.address));
            if (from.length > 0) n = Math.min(n, Math.min(from.length, inBlock(from.address)));
            m.probe(to.address, n, Access.WRITE);
            if (from.length > 0) m.move(to.address, from.address, n);
            else for (int i = 0; i < n; i++) m.store(to.address + i, 1, from.pad);
            from.advance(m, from.length > 0 ? n : 0);
            to.advance(m, n);
            left -= n;
        }
        to.advance(m, 0);
        from.advance(m, 0);
        if (to.length > 0) return 0;
        return DONE | cc;
    }

    /**
     * Looks at the whole unit before anything is stored, as far as both operands are accessible: if it holds decoded code, the unit begins
     * anew without that, and units stay the same whatever is decoded. What follows an inaccessible block is no part of the unit, so a unit
     * that is tried once more there records no change beyond it.
     */
    private static void readyToStore(Machine m, Operand24 to, Operand24 from) {
        int length = Math.min(UNIT, to.length);
        for (int done = 0; done < length; ) {
            int at = to.address + done & Psw.ADDRESS, source = from.address + done & Psw.ADDRESS, rest = from.length - done;
            int n = Math.min(length - done, inBlock(at));
            if (rest > 0) n = Math.min(n, Math.min(rest, inBlock(source)));
            if (refused(m, at, Access.WRITE) || rest > 0 && refused(m, source, Access.READ)) return;
            m.probe(at, n, Access.WRITE);
            done += n;
        }
    }

    private static boolean refused(Machine m, int address, Access access) {
        return m.translate(address, access) instanceof Translation.Refused;
    }

    /** How many bytes there are to the end of the block. */
    private static int inBlock(int address) {
        return BLOCK - (address & BLOCK - 1);
    }

    private static long compare(Machine m, Operand24 a, Operand24 b) {
        int pad = b.pad;
        for (int left = Math.min(UNIT, Math.max(a.length, b.length)); left > 0; left--) {
            int x = a.length > 0 ? (int) m.load(a.address, 1) : pad, y = b.length > 0 ? (int) m.load(b.address, 1) : pad;
            if (x != y) {
                a.advance(m, 0);
                b.advance(m, 0);
                return DONE | (x < y ? 1 : 2);
            }
            a.advance(m, Math.min(a.length, 1));
            b.advance(m, Math.min(b.length, 1));
        }
        a.advance(m, 0);
        b.advance(m, 0);
        return a.length == 0 && b.length == 0 ? DONE : 0;
    }
}
