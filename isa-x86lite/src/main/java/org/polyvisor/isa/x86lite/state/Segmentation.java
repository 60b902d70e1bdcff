package org.polyvisor.isa.x86lite.state;

import static org.polyvisor.isa.x86lite.state.Registers.CPL;
import static org.polyvisor.isa.x86lite.state.Registers.CS;
import static org.polyvisor.isa.x86lite.state.Registers.DS;
import static org.polyvisor.isa.x86lite.state.Registers.ES;
import static org.polyvisor.isa.x86lite.state.Registers.FLAT;
import static org.polyvisor.isa.x86lite.state.Registers.PE;
import static org.polyvisor.isa.x86lite.state.Registers.SS;
import static org.polyvisor.isa.x86lite.state.Registers.VM;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** The way from an offset in a segment to storage; SDM volume 3, 5.3 to 5.5. Every access of a program comes through here. */
public final class Segmentation {
    private Segmentation() {}

    /**
     * Checks an access against its segment. All of it folds to nothing where segments are flat.
     *
     * @param s records the instruction
     * @param segment the segment
     * @param offset 32 bits
     * @param bytes how many are accessed
     * @param access what for
     * @return the linear address, 32 bits
     */
    public static Value linear(Semantics s, Segment segment, Value offset, int bytes, Access access) {
        boolean paged = protectedMode(s);
        if (flat(s, segment)) {
            if (segment.code() && access == Access.WRITE && paged) refuse(s, segment);
            return offset;
        }
        Value refused = paged ? refused(s, segment, offset, bytes, access) : beyond(offset, bytes, s.get(segment.limit()));
        s.when(refused, () -> refuse(s, segment));
        return s.get(segment.base()).plus(offset);
    }

    /**
     * {@return the linear address of an offset, 32 bits, unchecked}
     *
     * @param s records the instruction
     * @param segment the segment
     * @param offset 32 bits
     */
    public static Value unchecked(Semantics s, Segment segment, Value offset) {
        return flat(s, segment) ? offset : s.get(segment.base()).plus(offset);
    }

    /**
     * {@return a number loaded}
     *
     * @param s records the instruction
     * @param segment the segment
     * @param offset 32 bits
     * @param bytes 1, 2, 4 or 8
     */
    public static Value load(Semantics s, Segment segment, Value offset, int bytes) {
        return s.load(linear(s, segment, offset, bytes, Access.READ), bytes);
    }

    /**
     * Stores a number.
     *
     * @param s records the instruction
     * @param segment the segment
     * @param offset 32 bits
     * @param bytes 1, 2, 4 or 8
     * @param v what
     */
    public static void store(Semantics s, Segment segment, Value offset, int bytes, Value v) {
        s.store(linear(s, segment, offset, bytes, Access.WRITE), bytes, v);
    }

    /**
     * Ends the instruction if bytes cannot be accessed.
     *
     * @param s records it
     * @param segment the segment
     * @param offset 32 bits
     * @param bytes how many
     * @param access what for
     */
    public static void probe(Semantics s, Segment segment, Value offset, int bytes, Access access) {
        s.probe(linear(s, segment, offset, bytes, access), bytes, access);
    }

    /**
     * Goes on elsewhere in the code segment.
     *
     * @param s records the instruction
     * @param target offset, 32 bits
     */
    public static void jump(Semantics s, Value target) {
        if (!flat(s, CS)) s.when(s.get(CS.limit()).below(target), () -> Exceptions.fault(s, Exceptions.GP));
        s.jump(target);
    }

    /**
     * {@return whether descriptors rule: protected mode, and not virtual-8086 mode}
     *
     * @param s records the instruction
     */
    public static boolean protectedMode(Semantics s) {
        return s.get(PE).imm == 1 && s.get(VM).imm == 0;
    }

    /**
     * {@return whether the processor is in virtual-8086 mode}
     *
     * @param s records the instruction
     */
    public static boolean virtual8086(Semantics s) {
        return s.get(PE).imm == 1 && s.get(VM).imm == 1;
    }

    /**
     * {@return the current privilege level}
     *
     * @param s records the instruction
     */
    public static int privilegeLevel(Semantics s) {
        return (int) s.get(CPL).imm;
    }

    private static boolean flat(Semantics s, Segment segment) {
        return segment.flat() != null && s.get(FLAT).imm == 1;
    }

    /**
     * Says anew whether all is flat, after a segment register was loaded.
     *
     * @param s records the instruction
     */
    static void settle(Semantics s) {
        s.set(FLAT, s.get(ES.flat()).and(s.get(CS.flat())).and(s.get(SS.flat())).and(s.get(DS.flat())));
    }

    /**
     * Loads a null selector, through which nothing can be accessed.
     *
     * @param s records the instruction
     * @param r the register
     * @param selector 16 bits, 0 to 3
     */
    public static void loadNull(Semantics s, Segment r, Value selector) {
        s.set(r.selector(), selector);
        s.set(r.base(), 0);
        s.set(r.limit(), 0);
        s.set(r.attributes(), 0);
        notFlat(s, r);
    }

    /**
     * Loads a segment register as in real and virtual-8086 mode.
     *
     * @param s records the instruction
     * @param r the register
     * @param selector 16 bits
     */
    public static void loadReal(Semantics s, Segment r, Value selector) {
        s.set(r.selector(), selector);
        s.set(r.base(), selector.zx(32).shl(4));
        notFlat(s, r);
    }

    private static void notFlat(Semantics s, Segment r) {
        if (r.flat() == null) return;
        s.set(r.flat(), 0);
        s.set(FLAT, 0);
    }

    private static void refuse(Semantics s, Segment segment) {
        Exceptions.fault(s, segment.stack() ? Exceptions.SS : Exceptions.GP);
    }

    private static Value refused(Semantics s, Segment segment, Value offset, int bytes, Access access) {
        Value attributes = s.get(segment.attributes()).zx(32), limit = s.get(segment.limit());
        Value code = attributes.bit(3), permitted = attributes.bit(1);
        Value type = access == Access.WRITE ? code.or(permitted.not()) : code.and(permitted.not());
        Value highest = attributes.bit(14).choose(s.constant(-1), s.constant(0xffff));
        Value low = limit.below(offset).not().or(beyond(offset, bytes, highest));
        Value expandDown = code.not().and(attributes.bit(2));
        return attributes.bit(7).not().or(type).or(expandDown.choose(low, beyond(offset, bytes, limit)));
    }

    private static Value beyond(Value offset, int bytes, Value limit) {
        Value last = offset.plus(bytes - 1);
        Value beyond = limit.below(last);
        return bytes == 1 ? beyond : beyond.or(last.below(offset));
    }

    /**
     * The same for helpers, at run time.
     *
     * @param m the machine
     * @param segment the segment
     * @param offset 32 bits
     * @param bytes how many are accessed
     * @param access what for
     * @return the linear address
     */
    public static int linear(Machine m, Segment segment, int offset, int bytes, Access access) {
        int attributes = (int) m.get(segment.attributes()), limit = (int) m.get(segment.limit()), last = offset + bytes - 1;
        boolean wraps = Integer.compareUnsigned(last, offset) < 0, code = (attributes & Segment.CODE) != 0;
        boolean up = wraps || Integer.compareUnsigned(last, limit) > 0, refused = up;
        if (m.get(PE) == 1 && m.get(VM) == 0) {
            boolean permitted = (attributes & Segment.WRITABLE) != 0;
            int highest = (attributes & Segment.BIG) != 0 ? -1 : 0xffff;
            boolean down = wraps || Integer.compareUnsigned(offset, limit) <= 0 || Integer.compareUnsigned(last, highest) > 0;
            refused = (attributes & Segment.PRESENT) == 0 || (access == Access.WRITE ? code || !permitted : code && !permitted)
                    || (!code && (attributes & Segment.EXPAND_DOWN) != 0 ? down : up);
        }
        boolean flat = segment.flat() != null && m.get(FLAT) == 1 && !(segment.code() && access == Access.WRITE);
        if (refused && !flat) throw m.trap(Exceptions.fault(segment.stack() ? Exceptions.SS : Exceptions.GP, 0));
        return (int) m.get(segment.base()) + offset;
    }
}
