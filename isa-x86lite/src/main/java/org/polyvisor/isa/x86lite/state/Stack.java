package org.polyvisor.isa.x86lite.state;

import static org.polyvisor.isa.x86lite.state.Registers.ESP;
import static org.polyvisor.isa.x86lite.state.Registers.SS;
import static org.polyvisor.isa.x86lite.state.Registers.SS_B;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** The stack; SDM volume 1, 6.2. Its pointer is ESP or SP, as the stack segment says. */
public final class Stack {
    private Stack() {}

    /**
     * {@return the stack pointer, zero-extended to 32 bits}
     *
     * @param s records the instruction
     */
    public static Value pointer(Semantics s) {
        return wrap(s, s.get(ESP));
    }

    /**
     * {@return an offset cut to the width of stack pointers}
     *
     * @param s records the instruction
     * @param offset 32 bits
     */
    public static Value wrap(Semantics s, Value offset) {
        return big(s) ? offset : offset.and(0xffff);
    }

    /**
     * Moves the stack pointer.
     *
     * @param s records the instruction
     * @param offset 32 bits; cut to the width of stack pointers
     */
    public static void pointer(Semantics s, Value offset) {
        s.set(ESP, big(s) ? offset : s.get(ESP).and(0xffff_0000L).or(offset.and(0xffff)));
    }

    /**
     * {@return whether the stack pointer has 32 bits}
     *
     * @param s records the instruction
     */
    public static boolean big(Semantics s) {
        return s.get(SS_B).imm == 1;
    }

    /**
     * Pushes a number.
     *
     * @param s records the instruction
     * @param v 16 or 32 bits
     */
    public static void push(Semantics s, Value v) {
        Value top = wrap(s, pointer(s).minus(v.bits / 8));
        Segmentation.store(s, SS, top, v.bits / 8, v);
        pointer(s, top);
    }

    /**
     * {@return a number popped}
     *
     * @param s records the instruction
     * @param bits 16 or 32
     */
    public static Value pop(Semantics s, int bits) {
        Value top = pointer(s), v = Segmentation.load(s, SS, top, bits / 8);
        pointer(s, top.plus(bits / 8));
        return v;
    }

    /**
     * {@return a number further down, not popped}
     *
     * @param s records the instruction
     * @param depth in bytes
     * @param bits 16 or 32
     */
    public static Value peek(Semantics s, int depth, int bits) {
        return Segmentation.load(s, SS, wrap(s, pointer(s).plus(depth)), bits / 8);
    }

    /**
     * Ends the instruction unless all of several pushes can be made. The first that cannot be made says where.
     *
     * @param s records it
     * @param count how many
     * @param bits 16 or 32 each
     */
    public static void probePushes(Semantics s, int count, int bits) {
        for (int i = 1; i <= count; i++) Segmentation.probe(s, SS, wrap(s, pointer(s).minus(i * bits / 8)), bits / 8, Access.WRITE);
    }
}
