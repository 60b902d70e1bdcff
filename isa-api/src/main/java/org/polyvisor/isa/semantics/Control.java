package org.polyvisor.isa.semantics;

import org.polyvisor.isa.InterruptionClass;

/** Where an instruction goes next, after its registers changed. */
public sealed interface Control {

    /** To the next instruction. */
    record Next() implements Control {}

    /**
     * Elsewhere.
     *
     * @param target address, 32 bits
     */
    record Jump(Value target) implements Control {}

    /**
     * Elsewhere under a condition, else to the next instruction.
     *
     * @param condition one bit
     * @param target address, 32 bits
     */
    record Branch(Value condition, Value target) implements Control {}

    /**
     * Goes on, but everything that decoded code takes for granted may have changed: mode, translation, what interruptions are
     * open, whether the processor waits.
     *
     * @param target address, 32 bits
     */
    record Switch(Value target) implements Control {}

    /**
     * Completes, then interrupts under a condition.
     *
     * @param condition one bit
     * @param type class of the interruption
     * @param code its code
     * @param detail 32 bits
     * @param address 32 bits
     * @param target where the program goes on, interrupted or not; 32 bits
     * @param switches whether what decoded code takes for granted may have changed, as after a {@link Switch}
     */
    record Interrupt(Value condition, InterruptionClass type, int code, Value detail, Value address, Value target, boolean switches)
            implements Control {}

    /**
     * Executes one instruction that lies elsewhere, changed by a modifier, in place of this one.
     *
     * @param address where it lies, 32 bits
     * @param modifier what changes it, 32 bits; the architecture knows how
     */
    record Execute(Value address, Value modifier) implements Control {}
}
