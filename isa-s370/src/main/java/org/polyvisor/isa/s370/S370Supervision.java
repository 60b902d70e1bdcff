package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Interruptions.*;
import static org.polyvisor.isa.s370.Registers.*;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Supervision;
import org.polyvisor.isa.Translation;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** Interruptions, protection and prefixing; GA22-7000, "Interruptions" and "Control". */
final class S370Supervision implements Supervision {
    /** Request lines, the first having priority; channel n is on line {@link #CHANNEL} + n. */
    static final int MACHINE_CHECK_LINE = 0;

    static final int COMPARATOR_LINE = 3;
    static final int CPU_TIMER_LINE = 4;
    static final int CHANNEL = 8;

    private static final int BC_CHANNELS = 6;
    private static final Value NONE = Value.of(0, 64);
    private static final int REFERENCE = 4;
    private static final int CHANGE = 2;
    private static final int FETCH_PROTECTION = 8;

    private final boolean extended;

    S370Supervision(boolean extended) {
        this.extended = extended;
    }

    @Override
    public boolean possible(Mode m) {
        return extended ? m.get(ALIGNED) == 0 : m.get(ALIGNED) == 1 && m.get(EC) == 0;
    }

    // ---- what is open

    /** Evaluated whenever a mask changes, so what is off is passed over. */
    @Override
    public Value open(Semantics s) {
        Value external = line(subclass(s, 25), INTERRUPT_KEY_LINE).or(line(subclass(s, 24), INTERVAL_TIMER_LINE));
        if (extended) external = external.or(line(subclass(s, 20), COMPARATOR_LINE)).or(line(subclass(s, 21), CPU_TIMER_LINE));
        Value lines = line(s.get(MACHINE_CHECK_MASK), MACHINE_CHECK_LINE).or(s.get(SYSTEM).bit(0).choose(external, NONE))
                .or(channels(s).shl(CHANNEL));
        return extended ? lines.or(1L << RESTART_LINE) : lines;
    }

    /** Bit n: channel n is open. In BC mode the first six have masks in the PSW, all others are under that for input and output there. */
    private Value channels(Semantics s) {
        Value masks = s.get(CR[2]).zx(64), all = Value.of(1 << BC_CHANNELS, 64);
        if (extended) all = reversed(masks.shr(24)).or(reversed(masks.shr(16)).shl(8));
        Value open = s.get(SYSTEM).bit(1).choose(all, NONE), first = reversed(s.get(SYSTEM).zx(64)).and((1 << BC_CHANNELS) - 1);
        return s.get(EC).choose(open, first.or(open.and(-1L << BC_CHANNELS)));
    }

    /** The last eight bits in the other order: two products bring copies of them into place. */
    private static Value reversed(Value v) {
        Value copies = v.and(0xff).times(Value.of(0x80200802L, 64)).and(0x8_8442_2110L);
        return copies.times(Value.of(0x1_0101_0101L, 64)).shr(32).and(0xff);
    }

    private static Value line(Value open, int n) {
        return open.zx(64).shl(n);
    }

    /** A mask of an external interruption in control register 0. */
    private Value subclass(Semantics s, int bit) {
        return extended ? s.get(CR[0]).bit(31 - bit) : Value.of(1, 1);
    }

    @Override
    public Value waiting(Semantics s) {
        return s.get(WAIT);
    }

    // ---- storage

    @Override
    public Value space(Semantics s) {
        return s.get(KEY).zx(64).or(s.get(PREFIX).zx(64).shl(8));
    }

    @Override
    public Translation walk(Machine m, int address, Access access, Route route) {
        int absolute = absolute(m, address), block = absolute >>> 11;
        if (!m.exists(block)) return new Translation.Refused(new Interruption(PROGRAM, ADDRESSING, 0, address, 0));
        int attribute = m.attribute(block), key = (int) m.get(KEY);
        boolean store = access == Access.WRITE, matches = route == Route.SUPERVISOR || key == 0 || key == attribute >>> 4;
        if (!matches && (store || (attribute & FETCH_PROTECTION) != 0))
            return new Translation.Refused(new Interruption(PROGRAM, PROTECTION, 0, address, 0));
        int recorded = attribute | REFERENCE | (store ? CHANGE : 0);
        if (recorded != attribute) m.record(block, recorded);
        return new Translation.Page(block, matches && (recorded & CHANGE) != 0);
    }

    private static int absolute(Machine m, int real) {
        int prefix = (int) m.get(PREFIX), page = real & 0xff_f000;
        return page == 0 ? real | prefix : page == prefix ? real & 0xfff : real;
    }

    // ---- delivery: PSWs change places

    @Override
    public void deliver(Semantics s, InterruptionClass type, int code, Cause cause) {
        boolean ec = code == INVALID_PSW || s.get(EC).imm != 0;
        int old = switch (type.name()) {
            case "program" -> 40;
            case "svc" -> 32;
            case "external" -> 24;
            case "io" -> 56;
            case "machine-check" -> 48;
            default -> 8;
        };
        boolean program = type == PROGRAM, hasLength = (program || type == SVC) && code != INVALID_PSW;
        Value length = !hasLength ? Value.of(0, 32) : program ? known(cause.length()) : cause.length(), at = cause.at();
        if (program && hasLength && !nullifies(code)) at = cause.detail().lt(0).choose(at, at.plus(length));
        int shown = code & 0xffff;
        if (ec) identify(s, type, shown, length);
        if (program && code == MONITOR) {
            store(s, 148, 2, cause.detail().and(0xff).lo(16));
            store(s, 156, 4, cause.address());
        }
        if (type == IO) {
            store(s, 64, 4, cause.detail());
            store(s, 68, 4, cause.address());
        }
        boolean invalid = program && code == INVALID_PSW;
        store(s, old, 4, invalid ? cause.detail() : Psw.left(s, Value.of(type == MACHINE_CHECK || type == RESTART ? 0 : shown, 32)));
        store(s, old + 4, 4, invalid ? cause.address() : Psw.right(s, length, at));
        int fresh = type == RESTART ? 0 : old + 64;
        Value left = load(s, fresh), right = load(s, fresh + 4);
        if (extended) s.when(Psw.invalid(left, right), () -> s.trap(PROGRAM, INVALID_PSW, left, right));
        Psw.load(s, left, right, extended);
    }

    /** An instruction that could not be fetched counts one halfword: {@link S370#length}. */
    private static Value known(Value length) {
        return length.eq(0).choose(Value.of(2, 32), length);
    }

    /** In EC mode the code is not in the old PSW. */
    private static void identify(Semantics s, InterruptionClass type, int code, Value length) {
        if (type == PROGRAM) store(s, 140, 4, length.shl(16).or(code));
        else if (type == SVC) store(s, 136, 4, length.shl(16).or(code));
        else if (type == EXTERNAL) store(s, 132, 4, Value.of(code, 32));
        else if (type == IO) store(s, 184, 4, Value.of(code, 32));
    }

    private static void store(Semantics s, int real, int bytes, Value v) {
        s.store(Route.ABSOLUTE, s.get(PREFIX).or(real), bytes, v);
    }

    private static Value load(Semantics s, int real) {
        return s.load(Route.ABSOLUTE, s.get(PREFIX).or(real), 4);
    }

    /** A new PSW that is not valid interrupts at once, being the old PSW then; GA22-7000, "Early Exception Recognition". */
    @Override
    public Interruption escalate(Interruption first, Interruption second) {
        return second.type() == PROGRAM && second.code() == INVALID_PSW ? second : null;
    }
}
