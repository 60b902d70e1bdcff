package org.polyvisor.isa.assembly;

import java.util.List;
import org.polyvisor.isa.code.Argument;
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
     * Says what an instruction is called in the table, and with what operands.
     *
     * @param s the statement, as written
     * @return the statement, with extended mnemonics replaced
     * @throws MistakeException if it is wrong
     */
    Statement canonical(Statement s) throws MistakeException;

    /**
     * Reads the operands of an instruction for one row.
     *
     * @param s the canonical statement
     * @param row the row
     * @param section evaluates symbols
     * @return the arguments, or null if they are not of this row's kinds
     * @throws MistakeException if they are wrong for every row
     */
    List<Argument> arguments(Statement s, Row row, Section section) throws MistakeException;

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
