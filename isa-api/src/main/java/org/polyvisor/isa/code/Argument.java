package org.polyvisor.isa.code;

/**
 * An operand as it is encoded and written: a register designation, a number, a storage address with its base and index. Each
 * architecture defines its own, as records, so that equal arguments are equal; {@link Object#toString} is how the assembler
 * writes it.
 */
public interface Argument {}
