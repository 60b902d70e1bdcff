package org.polyvisor.isa;

import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/**
 * What an architecture says of its supervisor beyond instruction rows. Conditions are expressions over registers, so that the
 * engine can derive which instructions may change them.
 */
public interface Supervision {

    /**
     * Whether the keyed registers can hold these contents together.
     *
     * @param m contents of the keyed registers
     * @return false if no program can bring them about
     */
    default boolean possible(Mode m) {
        return true;
    }

    /**
     * Which interruptions are open.
     *
     * @param s reads registers
     * @return 64 bits: bit n is 1 if a request on line n interrupts now. The architecture numbers its lines, 0 having priority
     */
    Value open(Semantics s);

    /**
     * {@return one bit: does the processor wait for an interruption?}
     *
     * @param s reads registers
     */
    Value waiting(Semantics s);

    /**
     * Tells address spaces apart.
     *
     * @param s reads registers
     * @return 64 bits that differ wherever {@link #walk} may answer differently for the same tables: table origin, user or
     *     supervisor, key
     */
    Value space(Semantics s);

    /**
     * {@return 32 bits added to the program counter to give the address that instructions are fetched from}
     *
     * @param s reads registers
     */
    default Value fetchBase(Semantics s) {
        return s.constant(0);
    }

    /**
     * Translates and checks one access, and records reference and change as the manual says.
     *
     * @param m the machine; only registers that {@link #space} reads may be read
     * @param address the address that the program or the supervisor gives
     * @param access what is done with it
     * @param route {@link Route#PROGRAM} or {@link Route#SUPERVISOR}
     * @return the page, or the interruption that the access causes
     */
    Translation walk(Machine m, int address, Access access, Route route);

    /**
     * The meaning of being interrupted, in the vocabulary of instructions.
     *
     * @param s what happens; a trap in it is an interruption during delivery
     * @param type class of the interruption
     * @param code its code
     * @param cause the rest of it, as values
     */
    void deliver(Semantics s, InterruptionClass type, int code, Cause cause);

    /**
     * What is known of an interruption only when it happens.
     *
     * @param at where the program would go on: the instruction itself if it did not complete
     * @param detail see {@link Interruption#detail}
     * @param address see {@link Interruption#address}
     * @param length see {@link Interruption#length}
     */
    record Cause(Value at, Value detail, Value address, Value length) {}

    /**
     * What happens when an interruption occurs during the delivery of another.
     *
     * @param first the one under delivery
     * @param second the one that occurred
     * @return what is delivered instead, or null: the processor shuts down
     */
    Interruption escalate(Interruption first, Interruption second);

    /**
     * Whether an instruction that asks for an interruption is part of its delivery: where that fails, the instruction has not been
     * executed, and is where the program goes on.
     *
     * @param i what an instruction completed with
     * @return false: the instruction was completed whatever happens then
     */
    default boolean revocable(Interruption i) {
        return false;
    }
}
