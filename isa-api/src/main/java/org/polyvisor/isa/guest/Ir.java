package org.polyvisor.isa.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.guest.IrValue.Variable;

/**
 * An instruction of the intermediate form: three addresses, variables without number, every value one word.
 *
 * <p>Long because it is one vocabulary: the alternatives of a sealed type, of a few lines each, are read together.
 */
public sealed interface Ir {

    /** {@return the source line it comes from, from 1; 0: none} */
    int line();

    /** {@return the variable it sets} */
    default Optional<Variable> target() {
        return Optional.empty();
    }

    /** {@return what it reads, in order} */
    default List<IrValue> uses() {
        return List.of();
    }

    /** Arithmetic on two words, as Java's operators on {@code int}. Shifts take their count modulo 32. */
    enum BinaryOperator {
        /** {@code +}. */
        ADD,
        /** {@code -}. */
        SUB,
        /** {@code *}. */
        MUL,
        /** {@code /}: towards zero. */
        DIV,
        /** {@code %}: with the sign of the left operand. */
        REM,
        /** {@code &}. */
        AND,
        /** {@code |}. */
        OR,
        /** {@code ^}. */
        XOR,
        /** {@code <<}. */
        SHL,
        /** {@code >>}: arithmetic. */
        SHR,
        /** {@code >>>}: logical. */
        USHR
    }

    /** Arithmetic on a word: negation, and the narrowing conversions to {@code byte}, {@code short}, {@code char}. */
    enum UnaryOperator {
        /** Negation. */
        NEG,
        /** Low eight bits, sign-extended. */
        TO_BYTE,
        /** Low sixteen bits, sign-extended. */
        TO_SHORT,
        /** Low sixteen bits, zero-extended. */
        TO_CHAR
    }

    /**
     * Copies.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param to the variable it sets
     * @param from what is copied
     */
    record Move(int line, Variable to, IrValue from) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.of(to);
        }

        @Override
        public List<IrValue> uses() {
            return List.of(from);
        }
    }

    /**
     * {@code to = left operator right}. Division by zero traps.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param operator what is computed
     * @param to the variable it sets
     * @param left first operand
     * @param right second operand
     */
    record Binary(int line, BinaryOperator operator, Variable to, IrValue left, IrValue right) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.of(to);
        }

        @Override
        public List<IrValue> uses() {
            return List.of(left, right);
        }
    }

    /**
     * {@code to = operator of}.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param operator what is computed
     * @param to the variable it sets
     * @param of the operand
     */
    record Unary(int line, UnaryOperator operator, Variable to, IrValue of) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.of(to);
        }

        @Override
        public List<IrValue> uses() {
            return List.of(of);
        }
    }

    /**
     * {@code to = array.length}.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param to the variable it sets
     * @param array the array
     */
    record Length(int line, Variable to, IrValue array) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.of(to);
        }

        @Override
        public List<IrValue> uses() {
            return List.of(array);
        }
    }

    /**
     * {@code to = array[index]}; an index outside the array traps.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param width what a cell holds
     * @param to the variable it sets
     * @param array the array
     * @param index which element
     */
    record LoadElement(int line, Width width, Variable to, IrValue array, IrValue index) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.of(to);
        }

        @Override
        public List<IrValue> uses() {
            return List.of(array, index);
        }
    }

    /**
     * {@code array[index] = value}; an index outside the array traps.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param width what a cell holds
     * @param array the array
     * @param index which element
     * @param value what is stored
     */
    record StoreElement(int line, Width width, IrValue array, IrValue index, IrValue value) implements Ir {
        @Override
        public List<IrValue> uses() {
            return List.of(array, index, value);
        }
    }

    /**
     * {@code to = object.field}; the field is the object's word of that number, from 0.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param to the variable it sets
     * @param object the object
     * @param word which word of the object, from 0
     */
    record LoadField(int line, Variable to, IrValue object, int word) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.of(to);
        }

        @Override
        public List<IrValue> uses() {
            return List.of(object);
        }
    }

    /**
     * {@code object.field = value}.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param object the object
     * @param word which word of the object, from 0
     * @param value what is stored
     */
    record StoreField(int line, IrValue object, int word, IrValue value) implements Ir {
        @Override
        public List<IrValue> uses() {
            return List.of(object, value);
        }
    }

    /**
     * Loads from an address that is a number: only the kernel's machine-dependent part does so.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param width what a cell holds
     * @param to the variable it sets
     * @param address a number
     */
    record LoadRaw(int line, Width width, Variable to, IrValue address) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.of(to);
        }

        @Override
        public List<IrValue> uses() {
            return List.of(address);
        }
    }

    /**
     * Stores at an address that is a number.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param width what a cell holds
     * @param address a number
     * @param value what is stored
     */
    record StoreRaw(int line, Width width, IrValue address, IrValue value) implements Ir {
        @Override
        public List<IrValue> uses() {
            return List.of(address, value);
        }
    }

    /**
     * Loads a static variable: the word at a symbol.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param to the variable it sets
     * @param symbol its name
     */
    record LoadStatic(int line, Variable to, String symbol) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.of(to);
        }
    }

    /**
     * Stores a static variable.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param symbol its name
     * @param value what is stored
     */
    record StoreStatic(int line, String symbol, IrValue value) implements Ir {
        @Override
        public List<IrValue> uses() {
            return List.of(value);
        }
    }

    /**
     * Goes to a label if the operands compare so.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param condition how they compare
     * @param left first operand
     * @param right second operand
     * @param label its number in the method
     */
    record Branch(int line, Condition condition, IrValue left, IrValue right, int label) implements Ir {
        @Override
        public List<IrValue> uses() {
            return List.of(left, right);
        }
    }

    /**
     * Goes to a label.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param label its number in the method
     */
    record Jump(int line, int label) implements Ir {}

    /**
     * The place of a label.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param label its number in the method
     */
    record Label(int line, int label) implements Ir {}

    /**
     * Calls a method or a hook; {@code to} is null if its result is not wanted or it has none.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param to where the result goes, or null
     * @param symbol of what is called
     * @param arguments what is passed, in order
     */
    record Call(int line, @Nullable Variable to, String symbol, List<IrValue> arguments) implements Ir {
        @Override
        public Optional<Variable> target() {
            return Optional.ofNullable(to);
        }

        @Override
        public List<IrValue> uses() {
            return new ArrayList<>(arguments);
        }
    }

    /**
     * Returns; {@code value} is null if the method has no result.
     *
     * @param line the source line it comes from, from 1; 0: none
     * @param value the result, or null
     */
    record Return(int line, @Nullable IrValue value) implements Ir {
        @Override
        public List<IrValue> uses() {
            return value == null ? List.of() : List.of(value);
        }
    }
}
