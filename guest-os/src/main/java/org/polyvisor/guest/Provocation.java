package org.polyvisor.guest;

/**
 * What a program tries that it must not.
 *
 * @param instruction what {@link org.polyvisor.isa.guest.Guest#attempt} executes; not to be changed
 * @param target the address that one of {@link org.polyvisor.guest.program.ProgramSource#TRESPASSERS} loads from or stores into
 */
public record Provocation(byte[] instruction, int target) {}
