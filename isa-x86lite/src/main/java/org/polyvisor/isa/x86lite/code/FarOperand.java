package org.polyvisor.isa.x86lite.code;

import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Value;

/**
 * A far pointer in the code.
 *
 * @param selector 16 bits
 * @param offset 16 or 32 bits
 */
public record FarOperand(Value selector, Value offset) implements Operand {
    @Override
    public Value get() {
        return offset;
    }
}
