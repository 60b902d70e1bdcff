package org.polyvisor.hypervisor.engine;

import org.polyvisor.isa.Exit;

/** What a machine's processor, or a virtual processor, runs on: a processor, real or virtual. It cannot be told which. */
public interface Host {

    /** {@return the processor that holds the state: registers, virtual time, what is open and requested} */
    Processor state();

    /**
     * Runs.
     *
     * @param most how many instructions are completed, unless something ends it earlier
     * @return why it ended; {@link Exit.Budget} before a stop address, too
     */
    Exit run(long most);

    /**
     * Says what addresses and code mean from now on; address spaces are told apart by the registers.
     *
     * @param view the view
     */
    void enter(View view);

    /**
     * Says what addresses and code mean from now on, in one address space whatever the registers say.
     *
     * @param view the view
     * @param space the address space
     */
    void enter(View view, long space);

    /**
     * Says where to stop: {@link #run} gives control back before it executes an instruction there.
     *
     * @param addresses where
     */
    void stops(int... addresses);

    /**
     * Says how code is executed from now on; at the beginning all is interpreted.
     *
     * @param tier how
     */
    void tier(Tier tier);

    /** {@return the real processor that everything runs on in the end} */
    Processor real();
}
