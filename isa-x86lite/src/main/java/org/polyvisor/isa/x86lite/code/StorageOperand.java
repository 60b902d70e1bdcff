package org.polyvisor.isa.x86lite.code;

import java.util.function.Supplier;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.state.Registers;
import org.polyvisor.isa.x86lite.state.Segment;
import org.polyvisor.isa.x86lite.state.Segmentation;

/**
 * An operand in storage. Its effective address is computed when it is first used, and once: POP to [ESP] wants it computed after
 * ESP moved, XADD wants it unchanged after the source was set.
 */
public final class StorageOperand implements Operand {
    private final Semantics s;
    private final Segment segment;
    private final Supplier<Value> address;
    private final int addressBits;
    private final int bytes;
    private final int operandBits;
    private final boolean updates;
    private Value offset;

    private StorageOperand(Semantics s, Segment segment, Supplier<Value> address, int addressBits, int bytes, int operandBits,
            boolean updates) {
        this.s = s;
        this.segment = segment;
        this.address = address;
        this.addressBits = addressBits;
        this.bytes = bytes;
        this.operandBits = operandBits;
        this.updates = updates;
    }

    /** {@return what base, index and displacement name} */
    static StorageOperand of(Semantics s, Segment segment, X86Argument.Memory m, int bytes, int operandBits) {
        return new StorageOperand(s, segment, () -> effective(s, m), m.bits(), bytes, operandBits, false);
    }

    /** {@return the byte of a table that XLAT picks} */
    static StorageOperand entry(Semantics s, Segment segment, int addressBits) {
        Supplier<Value> address = () -> wrap(s.get(Registers.EBX).plus(s.get(Registers.EAX).and(0xff)), addressBits);
        return new StorageOperand(s, segment, address, addressBits, 1, 8, false);
    }

    private static Value effective(Semantics s, X86Argument.Memory m) {
        Value displacement = Value.immediate(m.bits() == 16 ? m.displacement() & 0xffff : m.displacement(), 32);
        if (m.absolute()) return displacement;
        Value a = m.base() < 0 ? null : s.get(Registers.GENERAL.get(m.base()));
        if (m.index() >= 0) {
            Value index = s.get(Registers.GENERAL.get(m.index())).shl(m.scale());
            a = a == null ? index : a.plus(index);
        }
        return wrap(m.displacement() == 0 ? a : a.plus(displacement), m.bits());
    }

    private static Value wrap(Value offset, int bits) {
        return bits == 16 ? offset.and(0xffff) : offset;
    }

    /** {@return the offset in the segment, 32 bits} */
    @Override
    public Value address() {
        if (offset == null) offset = address.get();
        return offset;
    }

    /** {@return the linear address, 32 bits, unchecked} */
    public Value unchecked() {
        return Segmentation.unchecked(s, segment, address());
    }

    /** {@return the operand size of the instruction, 16 or 32} */
    public int operandBits() {
        return operandBits;
    }

    /**
     * {@return the linear address, 32 bits, checked as the segment demands}
     *
     * @param access what will be done there
     */
    public Value linear(Access access) {
        return Segmentation.linear(s, segment, address(), bytes, access);
    }

    /** {@return the same, to be read and written: what forbids the write forbids the read, and its page fault is that of a write} */
    StorageOperand updated() {
        return new StorageOperand(s, segment, address, addressBits, bytes, operandBits, true);
    }

    @Override
    public Value get() {
        if (!updates) return Segmentation.load(s, segment, address(), bytes);
        Value linear = linear(Access.WRITE);
        s.probe(linear, bytes, Access.WRITE);
        return s.load(linear, bytes);
    }

    @Override
    public void set(Value v) {
        Segmentation.store(s, segment, address(), bytes, v);
    }

    @Override
    public int bits() {
        return bytes * 8;
    }

    /**
     * {@return storage at a distance}
     *
     * @param distance in bytes, 32 bits
     * @param size of the other operand in bytes
     */
    public StorageOperand at(Value distance, int size) {
        return new StorageOperand(s, segment, () -> wrap(address().plus(distance), addressBits), addressBits, size, operandBits, updates);
    }

    /**
     * {@return storage at a distance}
     *
     * @param distance in bytes
     * @param size of the other operand in bytes
     */
    public StorageOperand at(int distance, int size) {
        return at(s.constant(distance), size);
    }

    /**
     * Ends the instruction if this cannot be accessed.
     *
     * @param length in bytes
     * @param access what for
     */
    public void probe(int length, Access access) {
        Segmentation.probe(s, segment, address(), length, access);
    }
}
