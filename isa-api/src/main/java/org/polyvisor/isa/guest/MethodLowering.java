package org.polyvisor.isa.guest;

import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;

/**
 * Writes the code of one method. Parameters named {@code to}, {@code left}, {@code right}, {@code base}, {@code array}, {@code index},
 * {@code from} are registers, as {@link GuestPort} numbers them; {@code to} may be the same as any other, and the others keep what they
 * hold unless they are {@code to}. A check that fails traps: a program's trap ends it, the kernel's own is a panic. Checks tell the source
 * line to whoever looks at the trap: they use {@link AssemblyText#line}.
 *
 * <p>Long because it is one vocabulary: whoever adds a machine implements this list, one method an operation.
 */
public interface MethodLowering {

    // ---- frame

    /** Saves what the caller expects to find again, and makes room. The first thing of a method. */
    void prologue();

    /** Leaves the method. */
    void epilogue();

    /**
     * The code is complete: what stands behind it follows.
     *
     * @throws MethodTooLargeException if the method needs more than the machine's instructions reach
     */
    void end() throws MethodTooLargeException;

    /**
     * Loads a variable without register.
     *
     * @param to where
     * @param slot 0 and up: of the frame; below 0: parameter {@code ~slot}
     */
    void loadSlot(int to, int slot);

    /**
     * Stores a variable without register.
     *
     * @param slot as in {@link #loadSlot}
     * @param from what
     */
    void storeSlot(int slot, int from);

    /**
     * Passes a word to the method called next.
     *
     * @param number of the parameter, from 0
     * @param from what
     */
    void pass(int number, int from);

    /**
     * Passes a constant, if that needs no register.
     *
     * @param number of the parameter, from 0
     * @param value an {@link IrValue.Constant} as {@link Integer}, or the symbol of an object
     * @return false if it was not done
     */
    default boolean passConstant(int number, Object value) {
        return false;
    }

    /**
     * Makes a register's content the result of this method.
     *
     * @param from what
     */
    void result(int from);

    /** {@return where a call leaves its result: no register of a variable} */
    int resultRegister();

    // ---- words

    /**
     * Copies.
     *
     * @param to where
     * @param from what
     */
    void move(int to, int from);

    /**
     * Loads a number.
     *
     * @param to where
     * @param value what
     */
    void constant(int to, int value);

    /**
     * Loads an address.
     *
     * @param to where
     * @param symbol of what
     */
    void address(int to, String symbol);

    /**
     * Computes; division by zero traps, and MIN_VALUE / −1 does not.
     *
     * @param operator what
     * @param to where
     * @param left operand
     * @param right operand
     */
    void binary(BinaryOperator operator, int to, int left, int right);

    /**
     * Computes with a constant for which {@link GuestPort#immediate} holds.
     *
     * @param operator what
     * @param to where
     * @param left operand
     * @param right operand
     */
    void binaryConstant(BinaryOperator operator, int to, int left, int right);

    /**
     * Computes.
     *
     * @param operator what
     * @param to where
     * @param from operand
     */
    void unary(UnaryOperator operator, int to, int from);

    // ---- storage

    /**
     * Loads a cell.
     *
     * @param width what it holds
     * @param to where
     * @param base an address
     * @param offset in units of the machine's addresses
     */
    void load(Width width, int to, int base, int offset);

    /**
     * Stores a cell.
     *
     * @param width what it holds
     * @param from what
     * @param base an address
     * @param offset in units of the machine's addresses
     */
    void store(Width width, int from, int base, int offset);

    /**
     * Loads the word at a symbol.
     *
     * @param to where
     * @param symbol its name
     */
    void loadStatic(int to, String symbol);

    /**
     * Stores the word at a symbol.
     *
     * @param symbol its name
     * @param from what
     */
    void storeStatic(String symbol, int from);

    /**
     * Traps if a reference is null. Only called where {@link GuestPort#checksNull} holds.
     *
     * @param base the reference
     */
    default void checkNull(int base) {
        throw new UnsupportedOperationException("null references trap by themselves here");
    }

    /**
     * Traps unless 0 ≤ index &lt; length of the array.
     *
     * @param array its address; the length is the word there
     * @param index the index
     */
    void checkIndex(int array, int index);

    /**
     * Traps unless 0 ≤ index &lt; length.
     *
     * @param index the index
     * @param length a constant, 0 and up
     */
    void checkIndexBelow(int index, int length);

    /**
     * Traps unless the array is longer than a constant.
     *
     * @param array its address
     * @param index the constant, 0 and up
     */
    void checkConstantIndex(int array, int index);

    /**
     * Loads an element; the index is valid.
     *
     * @param width what it holds
     * @param to where
     * @param array its address
     * @param index the index
     */
    void loadElement(Width width, int to, int array, int index);

    /**
     * Stores an element; the index is valid.
     *
     * @param width what it holds
     * @param from what
     * @param array its address
     * @param index the index
     */
    void storeElement(Width width, int from, int array, int index);

    /**
     * Loads an element of an array of the image, if that needs no register for its address.
     *
     * @param width what it holds
     * @param to where
     * @param array its symbol
     * @param index the index
     * @return false if it was not done
     */
    default boolean loadElementOf(Width width, int to, String array, int index) {
        return false;
    }

    /**
     * Stores an element of an array of the image, if that needs no register for its address.
     *
     * @param width what it holds
     * @param from what
     * @param array its symbol
     * @param index the index
     * @return false if it was not done
     */
    default boolean storeElementOf(Width width, int from, String array, int index) {
        return false;
    }

    /**
     * Whether a register can be stored in cells of a width while both scratch registers are taken.
     *
     * @param width what the cell holds
     * @param from the register
     * @return false: it must be copied to a scratch register first
     */
    default boolean storable(Width width, int from) {
        return true;
    }

    /**
     * Computes the address of an element less the size of a word: element 0 has the array's own address.
     *
     * @param width what elements hold
     * @param to where
     * @param array its address
     * @param index the index
     */
    void elementAddress(Width width, int to, int array, int index);

    // ---- control

    /**
     * The place of a label.
     *
     * @param label its number in this method
     */
    void label(int label);

    /**
     * Goes to a label.
     *
     * @param label its number in this method
     */
    void jump(int label);

    /**
     * Goes to a label if two words compare so.
     *
     * @param condition how
     * @param left operand
     * @param right operand
     * @param label its number in this method
     */
    void branch(Condition condition, int left, int right, int label);

    /**
     * Goes to a label if a word and a constant for which {@link GuestPort#immediate} holds compare so.
     *
     * @param condition how
     * @param left operand
     * @param right operand
     * @param label its number in this method
     */
    void branchConstant(Condition condition, int left, int right, int label);

    /**
     * Calls a method or a hook.
     *
     * @param symbol where it begins
     */
    void call(String symbol);
}
