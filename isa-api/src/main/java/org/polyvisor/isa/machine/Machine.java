package org.polyvisor.isa.machine;

import org.polyvisor.isa.Access;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.Translation;

/**
 * The machine as helpers, walks and register views see it. An access may end the instruction; what a helper stored before stays,
 * so it probes first. Addresses are 32 bits; numbers wider than one byte lie in storage in the byte order of the architecture.
 */
public interface Machine {

    /**
     * {@return the contents of a register, extended as values are}
     *
     * @param r the register
     */
    long get(Register r);

    /**
     * Changes a register.
     *
     * @param r the register
     * @param v its contents, cut to its width
     */
    void set(Register r, long v);

    /**
     * {@return a number loaded with the program's rights; fewer than 8 bytes zero-extended}
     *
     * @param address where
     * @param bytes 1, 2, 4 or 8
     */
    long load(int address, int bytes);

    /**
     * Stores a number with the program's rights.
     *
     * @param address where
     * @param bytes 1, 2, 4 or 8
     * @param value what
     */
    void store(int address, int bytes, long value);

    /**
     * Moves bytes one by one from left to right, with the program's rights, all or nothing.
     *
     * @param to where the first goes
     * @param from where the first is
     * @param length how many, up to 2³¹ − 1
     */
    void move(int to, int from, int length);

    /**
     * Ends the instruction now if any of the bytes cannot be accessed.
     *
     * @param address the first byte
     * @param length how many; addresses wrap as {@link #wrap} says
     * @param access what will be done with them
     */
    void probe(int address, int length, Access access);

    /**
     * {@return an address cut to the width that storage addresses have}
     *
     * @param address any number
     */
    int wrap(int address);

    /**
     * {@return a number loaded with the supervisor's rights; zero-extended}
     *
     * @param address where
     * @param bytes 1, 2, 4 or 8
     */
    long loadSystem(int address, int bytes);

    /**
     * Stores a number with the supervisor's rights.
     *
     * @param address where
     * @param bytes 1, 2, 4 or 8
     * @param value what
     */
    void storeSystem(int address, int bytes, long value);

    /**
     * {@return a number loaded untranslated; zero-extended}
     *
     * @param address absolute
     * @param bytes 1, 2, 4 or 8
     */
    long loadAbsolute(int address, int bytes);

    /**
     * Stores a number untranslated.
     *
     * @param address absolute
     * @param bytes 1, 2, 4 or 8
     * @param value what
     */
    void storeAbsolute(int address, int bytes, long value);

    /**
     * {@return whether storage is installed there}
     *
     * @param page absolute address divided by the page size
     */
    boolean exists(int page);

    /**
     * {@return the byte kept beside each page: key, reference, change}
     *
     * @param page absolute address divided by the page size
     */
    int attribute(int page);

    /**
     * Changes that byte, and forgets translations to the page.
     *
     * @param page which page
     * @param value new contents
     */
    void attribute(int page, int value);

    /**
     * Records a reference or a change in that byte: permissions stay as they are.
     *
     * @param page which page
     * @param value new contents
     */
    void record(int page, int value);

    /**
     * {@return what a walk with the program's rights says}
     *
     * @param address where
     * @param access what is done with it
     */
    Translation translate(int address, Access access);

    /** Forgets all translations. */
    void purge();

    /**
     * Forgets the translation of one page.
     *
     * @param address in that page
     */
    void purge(int address);

    /**
     * Something the platform offers to instructions: ports, channels, clocks.
     *
     * @param type its type
     * @param <T> its type
     * @return it
     * @throws IllegalStateException if this platform has none
     */
    <T> T platform(Class<T> type);

    /**
     * The end of the instruction that a helper works for, without completing it.
     *
     * @param why the interruption
     * @return an exception without a stack trace, for {@code throw}
     */
    RuntimeException trap(Interruption why);
}
