package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Interruptions.*;
import static org.polyvisor.isa.s370.Operands.aligned;
import static org.polyvisor.isa.s370.Pop.*;
import static org.polyvisor.isa.s370.Psw.number;
import static org.polyvisor.isa.s370.Registers.*;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** Control instructions: PSW, system mask, storage keys, control registers, clock; GA22-7000, "Control Instructions" and STORE CLOCK. */
final class Control {
    /** Bit 1 of control register 0, counted from the right. */
    private static final int SUPPRESSION = 30;

    private Control() {}

    static void rows(Pop t, boolean extended) {
        t.pop("82", "LPSW", S, (s, x) -> loadPsw(s, x, extended));
        t.pop("80", "SSM", S, (s, x) -> setSystemMask(s, x, extended));
        t.pop("08", "SSK", RR, Control::setKey);
        t.pop("09", "ISK", RR, Control::insertKey);
        t.pop370("B7", "LCTL", RS, Control::loadControl);
        t.pop370("B6", "STCTL", RS, Control::storeControl);
        t.pop370("B205", "STCK", S, Control::storeClock);
    }

    private static void loadPsw(Semantics s, Operand x, boolean extended) {
        s.privileged();
        if (s.dead()) return;
        aligned(s, x.address(), 8);
        Value psw = s.load(x.address(), 8), left = psw.shr(32).lo(32), right = psw.lo(32);
        Psw.load(s, left, right, extended);
        if (extended) s.when(Psw.invalid(left, right), () -> s.interrupt(PROGRAM, INVALID_PSW, left, right));
    }

    /** Of System/370, control register 0 can suppress it, and what EC mode does not have is recognized when it has completed. */
    private static void setSystemMask(Semantics s, Operand x, boolean extended) {
        s.privileged();
        if (s.dead()) return;
        if (extended) programIf(s, s.get(CR[0]).bit(SUPPRESSION), SPECIAL_OPERATION);
        Value mask = s.load(x.address(), 1);
        s.set(SYSTEM, mask);
        if (extended) completeWith(s, s.get(EC).and(Psw.invalid(mask)), SPECIFICATION);
    }

    // ---- storage keys; each block of 2,048 bytes has one, and the attribute byte holds it as INSERT STORAGE KEY shows it in EC mode

    private static final Helper SET_KEY = Helper.of("ssk", (Machine m, long block, long key) -> {
        m.attribute((int) block, (int) key & 0xfe);
        return 0;
    }).writes(STORAGE_KEYS);

    private static final Helper KEY_OF = Helper.of("isk", (Machine m, long block) -> m.attribute((int) block) & 0xfe).reads(STORAGE_KEYS);
    private static final Helper EXISTS = Helper.of("exists", (Machine m, long block) -> m.exists((int) block) ? 1 : 0);

    /** The number of the block that a register addresses. */
    private static Value block(Semantics s, Operand x) {
        programIf(s, x.get().and(15).ne(0), SPECIFICATION);
        Value block = absolute(s, x.get().and(Psw.ADDRESS)).shr(11);
        programIf(s, s.call(EXISTS, block).eq(0), ADDRESSING);
        return block;
    }

    /** Prefixing exchanges the first 4,096 bytes with those at the prefix. */
    static Value absolute(Semantics s, Value real) {
        Value page = real.and(0xff_f000), prefix = s.get(PREFIX);
        return page.eq(0).choose(real.or(prefix), page.eq(prefix).choose(real.and(0xfff), real));
    }

    private static void setKey(Semantics s, Operand key, Operand x) {
        s.privileged();
        if (s.dead()) return;
        s.call(SET_KEY, block(s, x), key.get());
        s.synchronize();
    }

    private static void insertKey(Semantics s, Operand key, Operand x) {
        s.privileged();
        if (s.dead()) return;
        Value v = s.call(KEY_OF, block(s, x)).lo(32);
        key.set(key.get().and(~0xffL).or(s.get(EC).choose(v, v.and(0xf8))));
    }

    // ---- control registers; R1 and R3 number them, and all their positions hold what is loaded

    private static void loadControl(Semantics s, Operand first, Operand last, Operand x) {
        s.privileged();
        if (s.dead()) return;
        int from = number(first.register()), n = (number(last.register()) - from & 15) + 1;
        aligned(s, x.address(), 4);
        s.probe(x.address(), 4 * n, Access.READ);
        Value[] v = new Value[n];
        for (int i = 0; i < n; i++) v[i] = s.load(x.address().plus(4 * i).and(Psw.ADDRESS), 4);
        for (int i = 0; i < n; i++) s.set(CR[from + i & 15], v[i]);
    }

    private static void storeControl(Semantics s, Operand first, Operand last, Operand x) {
        s.privileged();
        if (s.dead()) return;
        int from = number(first.register()), n = (number(last.register()) - from & 15) + 1;
        aligned(s, x.address(), 4);
        s.probe(x.address(), 4 * n, Access.WRITE);
        for (int i = 0; i < n; i++) s.store(x.address().plus(4 * i).and(Psw.ADDRESS), 4, s.get(CR[from + i & 15]));
    }

    // ---- clock

    private static final Helper ELAPSED = Helper.of("elapsed", (Machine m, long time) -> m.platform(Clock.class).elapsed(time));

    private static void storeClock(Semantics s, Operand x) {
        s.probe(x.address(), 8, Access.WRITE);
        s.store(x.address(), 8, s.get(CLOCK_ORIGIN).plus(s.call(ELAPSED, s.time())));
        s.set(CC, 0);
    }
}
