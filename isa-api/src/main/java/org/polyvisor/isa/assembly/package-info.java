/** Assembler and disassembler derived from the instruction rows. */
package org.polyvisor.isa.assembly;
