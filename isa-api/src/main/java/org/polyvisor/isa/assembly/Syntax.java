package org.polyvisor.isa.assembly;

import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.code.Instruction;

/** How instructions of an architecture are written. */
public interface Syntax {

    /**
     * Writes an instruction.
     *
     * @param i the instruction
     * @return it, as the assembler accepts it; canonical
     */
    String print(Instruction i);

    /**
     * Writes bytes that are no instruction.
     *
     * @param bytes one or more
     * @return the directive that the assembler makes them from
     */
    default String data(byte... bytes) {
        throw new IllegalStateException("there is no assembler");
    }

    /** {@return the boundary on which instructions begin, in bytes: a power of two} */
    default int boundary() {
        return 1;
    }

    /**
     * Assembles a text.
     *
     * @param architecture whose instructions are written
     * @param text lines that end with LF or CR LF
     * @return the program
     * @throws AssemblyException if the text has mistakes, or the architecture has no assembler
     */
    default Program assemble(Architecture architecture, String text) throws AssemblyException {
        throw new AssemblyException(java.util.List.of(new Diagnostic(1, "", "there is no assembler for " + architecture.name())));
    }
}
