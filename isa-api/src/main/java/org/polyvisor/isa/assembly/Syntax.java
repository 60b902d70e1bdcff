package org.polyvisor.isa.assembly;

import org.polyvisor.isa.code.Instruction;

/** How instructions of an architecture are written. */
public interface Syntax {

    /**
     * {@return an instruction as the assembler accepts it, canonical}
     *
     * @param i the instruction
     */
    String print(Instruction i);
}
