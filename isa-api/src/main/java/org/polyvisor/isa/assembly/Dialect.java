package org.polyvisor.isa.assembly;

import java.util.List;
import java.util.function.Function;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;

/** How an assembler text is written. One object serves one text; it may keep what directives say. */
public interface Dialect {

    /** A new pass begins: forget what directives of the last one said. */
    void begin();

    /**
     * Takes a line apart.
     *
     * @param line the line
     * @return its parts, or null if it has none: a blank or a comment
     * @throws MistakeException if it cannot be read
     */
    Statement parse(String line) throws MistakeException;

    /**
     * Carries out a directive.
     *
     * @param s the statement
     * @param section where bytes and symbols go
     * @return false if it is no directive but an instruction
     * @throws MistakeException if it is wrong
     */
    boolean directive(Statement s, Section section) throws MistakeException;

    /**
     * Reads an instruction: every way to encode it that the text allows. The assembler takes the shortest.
     *
     * @param s the statement
     * @param rows the rows of a mnemonic; none if there is no such mnemonic
     * @param section evaluates symbols
     * @return instructions at the location counter; not empty
     * @throws MistakeException if it cannot be read
     */
    List<Instruction> instructions(Statement s, Function<String, List<Row>> rows, Section section) throws MistakeException;

    /** {@return contents of the keyed registers for which the next instruction is meant, as directives say} */
    Mode mode();

    /** {@return the boundary on which instructions begin, in bytes} */
    int alignment();

    /**
     * The text is at its end.
     *
     * @param section where bytes and symbols go
     * @throws MistakeException if something is missing
     */
    void end(Section section) throws MistakeException;

    /**
     * The parts of a line.
     *
     * @param label the name it defines, or empty
     * @param operation mnemonic or directive, or empty
     * @param operands what it is done with
     */
    record Statement(String label, String operation, List<String> operands) {}
}
