package org.polyvisor.isa.semantics;

import java.util.List;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Route;

/** What an instruction does before its registers change. Any effect may end it early, leaving no trace in the registers. */
public sealed interface Effect {

    /**
     * Loads a number.
     *
     * @param result names it
     * @param address 32 bits
     * @param bytes 1, 2, 4 or 8
     * @param route how
     */
    record Load(Value result, Value address, int bytes, Route route) implements Effect {}

    /**
     * Stores a number.
     *
     * @param address 32 bits
     * @param bytes 1, 2, 4 or 8
     * @param value of that size
     * @param route how
     */
    record Store(Value address, int bytes, Value value, Route route) implements Effect {}

    /**
     * Ends the instruction if any byte cannot be accessed.
     *
     * @param address 32 bits
     * @param length 32 bits, how many bytes
     * @param access what for
     */
    record Probe(Value address, Value length, Access access) implements Effect {}

    /**
     * Calls a helper.
     *
     * @param result names what it yields, 64 bits
     * @param helper which
     * @param arguments at most four
     */
    record Call(Value result, Helper helper, List<Value> arguments) implements Effect {}

    /**
     * Asks how many instructions were completed before this one.
     *
     * @param result names the answer, 64 bits
     */
    record Time(Value result) implements Effect {}

    /**
     * Ends the instruction without completing it.
     *
     * @param type class of the interruption
     * @param code its code
     * @param detail 32 bits
     * @param address 32 bits
     */
    record Trap(InterruptionClass type, int code, Value detail, Value address) implements Effect {}

    /**
     * Does something only under a condition.
     *
     * @param condition one bit
     * @param body what
     */
    record When(Value condition, List<Effect> body) implements Effect {}
}
