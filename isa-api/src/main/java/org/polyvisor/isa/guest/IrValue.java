package org.polyvisor.isa.guest;

/** An operand of the intermediate form: one word. */
public sealed interface IrValue {

    /**
     * A variable; the allocator gives it a register or a slot of the frame.
     *
     * @param number 0 and up; parameters come first
     */
    record Variable(int number) implements IrValue {}

    /**
     * A number.
     *
     * @param value the number
     */
    record Constant(int value) implements IrValue {}

    /**
     * The address of an object that is part of the image.
     *
     * @param object as it was when the image was made; compared by identity
     */
    record Reference(Object object) implements IrValue {
        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object o) {
            return o instanceof Reference r && object == r.object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }
}
