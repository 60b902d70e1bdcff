package org.polyvisor.isa;

/** Why a processor gave control back. */
public sealed interface Exit {

    /** {@return the address of the instruction that it will go on with} */
    int pc();

    /**
     * As many instructions were completed as were asked for.
     *
     * @param pc where it goes on
     */
    record Budget(int pc) implements Exit {}

    /**
     * A requested interruption is open now, or the budget is to be looked at anew.
     *
     * @param pc where it goes on
     */
    record Attention(int pc) implements Exit {}

    /**
     * The processor waits for an interruption.
     *
     * @param pc where it goes on
     */
    record Waiting(int pc) implements Exit {}

    /**
     * An instruction ended without completing, and interrupts.
     *
     * @param pc the address of that instruction
     * @param why the interruption
     */
    record Trap(int pc, Interruption why) implements Exit {}

    /**
     * An instruction completed, and interrupts: a call of the supervisor, a trap after the fact.
     *
     * @param pc where it goes on
     * @param at the address of that instruction
     * @param why the interruption
     */
    record Completed(int pc, int at, Interruption why) implements Exit {}
}
