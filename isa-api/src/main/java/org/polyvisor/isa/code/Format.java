package org.polyvisor.isa.code;

import java.util.List;
import java.util.random.RandomGenerator;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;

/** How the operands of a row lie in the code. From it decoder, encoder, assembler and test generators derive. */
public interface Format {

    /**
     * {@return whether bytes that the row's mask matches are this row's, where a mask cannot tell}
     *
     * @param code positioned at the opcode
     */
    default boolean accepts(Code code) {
        return true;
    }

    /**
     * Reads opcode and operands, to the end of the instruction.
     *
     * @param code positioned at the opcode
     * @return the operands in the manual's order
     */
    List<Argument> decode(Code code);

    /**
     * Gives an operand its meaning. One that depends on where the instruction lies asks {@link Semantics#pc} or
     * {@link Semantics#next}, never {@code i}: what nobody asked for is taken not to matter.
     *
     * @param s records the instruction
     * @param i the instruction
     * @param n number of the operand, from 0
     * @return the operand
     */
    Operand operand(Semantics s, Instruction i, int n);

    /**
     * Encodes an instruction in the canonical, shortest form of its row.
     *
     * @param i the instruction; its length is ignored
     * @param mode contents of the keyed registers
     * @return its bytes, prefixes included
     * @throws EncodingException if its operands do not fit this row
     */
    byte[] encode(Instruction i, Mode mode) throws EncodingException;

    /**
     * Makes up an instruction: operands of every kind and edge values that the row admits.
     *
     * @param row this format's row
     * @param pc its address
     * @param mode contents of the keyed registers
     * @param random source of choices
     * @return an instruction that can be encoded
     */
    Instruction random(Row row, int pc, Mode mode, RandomGenerator random);

    /**
     * Encodings that between them show what a row can do, such as one with a register and one with a storage operand.
     *
     * @param row this format's row
     * @param mode contents of the keyed registers
     * @return their bytes
     */
    List<byte[]> samples(Row row, Mode mode);
}
