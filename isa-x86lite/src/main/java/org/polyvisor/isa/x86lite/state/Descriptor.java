package org.polyvisor.isa.x86lite.state;

import org.polyvisor.isa.Route;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/**
 * A segment or gate descriptor as it lies in a table; SDM volume 3, 3.4.5 and 6.11.
 *
 * @param address linear address, 32 bits
 * @param low its first four bytes
 * @param high its last four bytes
 */
public record Descriptor(Value address, Value low, Value high) {

    /**
     * {@return a descriptor loaded with the supervisor's rights}
     *
     * @param s records the instruction
     * @param address linear, 32 bits
     */
    public static Descriptor load(Semantics s, Value address) {
        return new Descriptor(address, s.load(Route.SUPERVISOR, address, 4), s.load(Route.SUPERVISOR, address.plus(4), 4));
    }

    /**
     * A descriptor of the GDT or LDT. A selector beyond the end of its table is refused.
     *
     * @param s records the instruction
     * @param selector 16 bits
     * @param vector the fault if it is refused; its error code is the selector
     * @param external 1 if what happens comes from outside the program, else 0
     * @return the descriptor
     */
    public static Descriptor of(Semantics s, Value selector, int vector, int external) {
        Value offset = selector.zx(32).and(0xfff8), local = selector.bit(2);
        Value limit = local.choose(usableLimit(s), s.get(Registers.GDTR_LIMIT).zx(32));
        s.when(limit.below(offset.plus(7)), () -> Exceptions.fault(s, vector, error(selector, external)));
        return load(s, local.choose(s.get(Registers.LDTR.base()), s.get(Registers.GDTR_BASE)).plus(offset));
    }

    /**
     * {@return a descriptor of the GDT or LDT, 64 bits; 0 if the selector is null or beyond the end of its table}
     *
     * @param m the machine
     * @param selector 16 bits
     */
    public static long find(Machine m, long selector) {
        boolean local = (selector & 4) != 0;
        Segment ldtr = Registers.LDTR;
        long limit = local ? ((int) m.get(ldtr.attributes()) & Segment.PRESENT) == 0 ? 0 : m.get(ldtr.limit()) & 0xffff_ffffL
                : m.get(Registers.GDTR_LIMIT);
        if ((selector & 0xfffc) == 0 || (selector & 0xfff8) + 7 > limit) return 0;
        return m.loadSystem((int) m.get(local ? ldtr.base() : Registers.GDTR_BASE) + (int) (selector & 0xfff8), 8);
    }

    /** {@return one bit: a code segment that keeps the privilege level of its caller} */
    public Value conforming() {
        return high.shr(8).and(0x1c).eq(0x1c);
    }

    /** {@return one bit: a code segment} */
    public Value code() {
        return high.shr(8).and(0x18).eq(0x18);
    }

    /** {@return one bit: a writable data segment} */
    public Value writableData() {
        return high.shr(8).and(0x1a).eq(0x12);
    }

    /** {@return one bit: a data segment, or a code segment that may be read} */
    public Value readable() {
        return high.bit(12).and(high.bit(11).not().or(high.bit(9)));
    }

    private static Value usableLimit(Semantics s) {
        Value present = s.get(Registers.LDTR.attributes()).bit(7);
        return present.choose(s.get(Registers.LDTR.limit()), s.constant(0));
    }

    /**
     * {@return the error code that names a selector, 32 bits}
     *
     * @param selector 16 bits
     * @param external see {@link #of}
     */
    public static Value error(Value selector, int external) {
        return selector.zx(32).and(0xfffc).or(external);
    }

    /** {@return bits 40–47 and 52–55, as {@link Segment#attributes} holds them, 32 bits} */
    public Value attributes() {
        return high.shr(8).and(0xf0ff);
    }

    /** {@return one bit: present} */
    public Value present() {
        return high.bit(15);
    }

    /** {@return the descriptor privilege level, 2 bits} */
    public Value privilege() {
        return high.shr(13).lo(2);
    }

    /** {@return type and the S bit, 5 bits} */
    public Value type() {
        return high.shr(8).lo(5);
    }

    /** {@return a segment's base, 32 bits} */
    public Value base() {
        return low.shr(16).or(high.and(0xff).shl(16)).or(high.and(0xff00_0000L));
    }

    /** {@return a segment's last offset, granularity applied, 32 bits} */
    public Value limit() {
        Value raw = low.and(0xffff).or(high.and(0xf_0000));
        return high.bit(23).choose(raw.shl(12).or(0xfff), raw);
    }

    /** {@return a gate's selector, 16 bits} */
    public Value gateSelector() {
        return low.shr(16).lo(16);
    }

    /** {@return a gate's offset, 32 bits; only the low half counts in gates of 16 bits} */
    public Value gateOffset() {
        return high.and(0xffff_0000L).or(low.and(0xffff));
    }

    /**
     * Loads a segment register and its cache, and marks the descriptor accessed.
     *
     * @param s records the instruction
     * @param r the register
     * @param selector 16 bits
     */
    public void into(Semantics s, Segment r, Value selector) {
        s.when(high.bit(8).not(), () -> s.store(Route.SUPERVISOR, address.plus(5), 1, high.shr(8).lo(8).or(Segment.ACCESSED)));
        Value attributes = attributes().or(Segment.ACCESSED);
        s.set(r.selector(), selector);
        s.set(r.base(), base());
        s.set(r.limit(), limit());
        s.set(r.attributes(), attributes);
        if (r.flat() != null) {
            s.set(r.flat(), flat(r, attributes));
            Segmentation.settle(s);
        }
        if (r.code()) s.set(Registers.CS_D, attributes.bit(14));
        if (r.stack()) s.set(Registers.SS_B, attributes.bit(14));
    }

    private Value flat(Segment r, Value attributes) {
        Value kind = attributes.and(Segment.FLAT_MASK).eq(r.code() ? Segment.FLAT_CODE_VALUE : Segment.FLAT_DATA_VALUE);
        Value upwards = r.code() ? Value.of(1, 1) : attributes.bit(2).not();
        return base().eq(0).and(limit().eq(-1)).and(kind).and(upwards);
    }
}
