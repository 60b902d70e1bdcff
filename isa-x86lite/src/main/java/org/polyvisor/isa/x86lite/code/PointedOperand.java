package org.polyvisor.isa.x86lite.code;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.state.Registers;
import org.polyvisor.isa.x86lite.state.Segment;
import org.polyvisor.isa.x86lite.state.Segmentation;

/**
 * The element of a string that ESI or EDI, or SI or DI, points at; SDM volume 1, 7.3.9.
 *
 * @param s where it is recorded
 * @param segment the string's segment
 * @param pointer ESI or EDI
 * @param addressBits how much of the pointer counts, 16 or 32
 * @param bits width of the element
 */
public record PointedOperand(Semantics s, Segment segment, Register pointer, int addressBits, int bits) implements Operand {

    @Override
    public Value address() {
        return read(pointer);
    }

    @Override
    public Value get() {
        return Segmentation.load(s, segment, address(), bits / 8);
    }

    @Override
    public void set(Value v) {
        Segmentation.store(s, segment, address(), bits / 8, v);
    }

    /** Ends the instruction if the element cannot be stored. */
    public void probe() {
        Segmentation.probe(s, segment, address(), bits / 8, Access.WRITE);
    }

    /** Moves the pointer to the next element, downwards if DF is set. */
    public void advance() {
        write(pointer, s.get(pointer).plus(s.get(Registers.DF).choose(s.constant(-bits / 8), s.constant(bits / 8))));
    }

    /** {@return how many elements are left, 32 bits} */
    public Value count() {
        return read(Registers.ECX);
    }

    /**
     * Sets how many elements are left.
     *
     * @param v 32 bits
     */
    public void count(Value v) {
        write(Registers.ECX, v);
    }

    private Value read(Register r) {
        return addressBits == 16 ? s.get(r).and(0xffff) : s.get(r);
    }

    private void write(Register r, Value v) {
        s.set(r, addressBits == 16 ? s.get(r).and(0xffff_0000L).or(v.and(0xffff)) : v);
    }
}
