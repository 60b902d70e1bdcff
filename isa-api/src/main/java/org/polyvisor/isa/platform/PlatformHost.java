package org.polyvisor.isa.platform;

import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.machine.Machine;

/** The machine as its devices see it. Virtual time is the number of instructions completed, waits included. */
public interface PlatformHost {

    /** {@return the processor and its storage} */
    Machine machine();

    /** {@return the architecture of its processor} */
    Architecture architecture();

    /** {@return bytes of storage installed} */
    long storage();

    /** {@return instructions a second of virtual time} */
    long rate();

    /** {@return virtual time at the last event or exit; instructions that need it exactly pass their own} */
    long now();

    /**
     * Does something later.
     *
     * @param at virtual time, not before {@link #now}; events of one time happen in the order they were scheduled
     * @param event what
     * @return cancels it
     */
    Runnable schedule(long at, Runnable event);

    /**
     * Does something later that recurs for ever, such as the tick of a clock, and can end a wait only by a request on one line: while that
     * is not open, a processor that waits waits for other things.
     *
     * @param at virtual time, not before {@link #now}
     * @param line the only line on which it may come to a request
     * @param event what
     * @return cancels it
     */
    Runnable tick(long at, int line, Runnable event);

    /**
     * Requests an interruption, until it is accepted or withdrawn.
     *
     * @param line as the architecture numbers them
     */
    void request(int line);

    /**
     * Takes a request back.
     *
     * @param line as the architecture numbers them
     */
    void withdraw(int line);

    /**
     * {@return the name of the host's file that an option names}
     *
     * @param name as the user wrote it, perhaps relative to something else than the working directory
     */
    default String file(String name) {
        return name;
    }

    /**
     * {@return the host's side of a console}
     *
     * @param name which, as options name it
     */
    Console console(String name);
}
