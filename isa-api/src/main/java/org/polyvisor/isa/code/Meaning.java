package org.polyvisor.isa.code;

import java.util.List;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;

/** What an instruction does, whatever its number of operands. */
@FunctionalInterface
public interface Meaning {

    /**
     * Says it.
     *
     * @param s in this vocabulary
     * @param operands in the manual's order
     */
    void apply(Semantics s, List<Operand> operands);

    /** A meaning without operands. */
    @FunctionalInterface
    interface M0 {
        /**
         * Says it.
         *
         * @param s in this vocabulary
         */
        void of(Semantics s);
    }

    /** A meaning of one operand. */
    @FunctionalInterface
    interface M1 {
        /**
         * Says it.
         *
         * @param s in this vocabulary
         * @param a operand
         */
        void of(Semantics s, Operand a);
    }

    /** A meaning of two operands. */
    @FunctionalInterface
    interface M2 {
        /**
         * Says it.
         *
         * @param s in this vocabulary
         * @param a operand
         * @param b operand
         */
        void of(Semantics s, Operand a, Operand b);
    }

    /** A meaning of three operands. */
    @FunctionalInterface
    interface M3 {
        /**
         * Says it.
         *
         * @param s in this vocabulary
         * @param a operand
         * @param b operand
         * @param c operand
         */
        void of(Semantics s, Operand a, Operand b, Operand c);
    }

    /** A meaning of four operands. */
    @FunctionalInterface
    interface M4 {
        /**
         * Says it.
         *
         * @param s in this vocabulary
         * @param a operand
         * @param b operand
         * @param c operand
         * @param d operand
         */
        void of(Semantics s, Operand a, Operand b, Operand c, Operand d);
    }

    /**
     * {@return the same, whatever its number of operands}
     *
     * @param m a meaning
     */
    static Meaning of(M0 m) {
        return (s, _) -> m.of(s);
    }

    /**
     * {@return the same, whatever its number of operands}
     *
     * @param m a meaning
     */
    static Meaning of(M1 m) {
        return (s, o) -> m.of(s, o.get(0));
    }

    /**
     * {@return the same, whatever its number of operands}
     *
     * @param m a meaning
     */
    static Meaning of(M2 m) {
        return (s, o) -> m.of(s, o.get(0), o.get(1));
    }

    /**
     * {@return the same, whatever its number of operands}
     *
     * @param m a meaning
     */
    static Meaning of(M3 m) {
        return (s, o) -> m.of(s, o.get(0), o.get(1), o.get(2));
    }

    /**
     * {@return the same, whatever its number of operands}
     *
     * @param m a meaning
     */
    static Meaning of(M4 m) {
        return (s, o) -> m.of(s, o.get(0), o.get(1), o.get(2), o.get(3));
    }
}
