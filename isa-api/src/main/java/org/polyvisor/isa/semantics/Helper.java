package org.polyvisor.isa.semantics;

import java.util.List;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.machine.Machine;

/**
 * A meaning too long for expressions, as a static method on the machine. It declares the registers that it touches, and it
 * probes storage before it changes anything.
 *
 * @param name for messages
 * @param body what it does
 * @param reads registers it reads
 * @param writes registers it may write
 */
public record Helper(String name, Body body, List<Register> reads, List<Register> writes) {

    /** Does the work. */
    @FunctionalInterface
    public interface Body {
        /**
         * {@return the result, 64 bits}
         *
         * @param m the machine
         * @param a argument
         * @param b argument
         * @param c argument
         * @param d argument
         */
        long call(Machine m, long a, long b, long c, long d);
    }

    /** A helper without arguments. */
    @FunctionalInterface
    public interface Body0 {
        /**
         * {@return the result, 64 bits}
         *
         * @param m the machine
         */
        long call(Machine m);
    }

    /** A helper of one argument. */
    @FunctionalInterface
    public interface Body1 {
        /**
         * {@return the result, 64 bits}
         *
         * @param m the machine
         * @param a argument
         */
        long call(Machine m, long a);
    }

    /** A helper of two arguments. */
    @FunctionalInterface
    public interface Body2 {
        /**
         * {@return the result, 64 bits}
         *
         * @param m the machine
         * @param a argument
         * @param b argument
         */
        long call(Machine m, long a, long b);
    }

    /** A helper of three arguments. */
    @FunctionalInterface
    public interface Body3 {
        /**
         * {@return the result, 64 bits}
         *
         * @param m the machine
         * @param a argument
         * @param b argument
         * @param c argument
         */
        long call(Machine m, long a, long b, long c);
    }

    /**
     * {@return a helper that touches no registers}
     *
     * @param name for messages
     * @param body what it does
     */
    public static Helper of(String name, Body body) {
        return new Helper(name, body, List.of(), List.of());
    }

    /**
     * {@return a helper that touches no registers}
     *
     * @param name for messages
     * @param body what it does
     */
    public static Helper of(String name, Body0 body) {
        return of(name, (Machine m, long a, long b, long c, long d) -> body.call(m));
    }

    /**
     * {@return a helper that touches no registers}
     *
     * @param name for messages
     * @param body what it does
     */
    public static Helper of(String name, Body1 body) {
        return of(name, (Machine m, long a, long b, long c, long d) -> body.call(m, a));
    }

    /**
     * {@return a helper that touches no registers}
     *
     * @param name for messages
     * @param body what it does
     */
    public static Helper of(String name, Body2 body) {
        return of(name, (Machine m, long a, long b, long c, long d) -> body.call(m, a, b));
    }

    /**
     * {@return a helper that touches no registers}
     *
     * @param name for messages
     * @param body what it does
     */
    public static Helper of(String name, Body3 body) {
        return of(name, (Machine m, long a, long b, long c, long d) -> body.call(m, a, b, c));
    }

    /**
     * {@return the same, declared to read registers}
     *
     * @param registers which
     */
    public Helper reads(Register... registers) {
        return new Helper(name, body, List.of(registers), writes);
    }

    /**
     * {@return the same, declared to write registers}
     *
     * @param registers which
     */
    public Helper writes(Register... registers) {
        return new Helper(name, body, reads, List.of(registers));
    }

    @Override
    public String toString() {
        return name;
    }
}
