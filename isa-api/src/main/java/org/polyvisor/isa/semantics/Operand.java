package org.polyvisor.isa.semantics;

import org.polyvisor.isa.Register;

/** An operand as a meaning uses it: fetched, stored, or taken as an address. Architectures add their own kinds. */
public interface Operand {

    /** {@return what it holds; a load if it lies in storage} */
    Value get();

    /**
     * Changes it; a store if it lies in storage.
     *
     * @param v new contents, of its width
     */
    default void set(Value v) {
        throw new IllegalStateException("not a destination: " + this);
    }

    /** {@return where it lies in storage, 32 bits} */
    default Value address() {
        throw new IllegalStateException("not in storage: " + this);
    }

    /** {@return the register it is} */
    default Register register() {
        throw new IllegalStateException("not a register: " + this);
    }

    /** {@return the constant it is} */
    default long constant() {
        Value v = get();
        if (!v.isConst()) throw new IllegalStateException("not a constant: " + this);
        return v.imm;
    }

    /** {@return its width in bits} */
    default int bits() {
        return get().bits;
    }

    /**
     * A whole register.
     *
     * @param s where it is recorded
     * @param register which
     */
    record Whole(Semantics s, Register register) implements Operand {
        @Override
        public Value get() {
            return s.get(register);
        }

        @Override
        public void set(Value v) {
            s.set(register, v);
        }

        @Override
        public int bits() {
            return register.bits();
        }
    }

    /**
     * A number in storage, reached with the program's rights.
     *
     * @param s where it is recorded
     * @param address 32 bits
     * @param bytes 1, 2, 4 or 8
     */
    record Stored(Semantics s, Value address, int bytes) implements Operand {
        @Override
        public Value get() {
            return s.load(address, bytes);
        }

        @Override
        public void set(Value v) {
            s.store(address, bytes, v);
        }

        @Override
        public int bits() {
            return bytes * 8;
        }
    }

    /**
     * A constant of the encoding.
     *
     * @param get the constant
     */
    record Immediate(Value get) implements Operand {}
}
