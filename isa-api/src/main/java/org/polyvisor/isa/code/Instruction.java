package org.polyvisor.isa.code;

import java.util.List;

/**
 * An instruction as it is encoded.
 *
 * @param row its row
 * @param pc its address
 * @param length in bytes, prefixes included; 0 if not known yet
 * @param prefixes what stands before the opcode
 * @param arguments its operands in the manual's order
 */
public record Instruction(Row row, int pc, int length, Prefixes prefixes, List<Argument> arguments) {

    /**
     * {@return the operand of this number}
     *
     * @param n from 0
     */
    public Argument argument(int n) {
        return arguments.get(n);
    }
}
