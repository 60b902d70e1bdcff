package org.polyvisor.isa;

/**
 * A class of interruptions, as the manual groups them: program, external, exception, software interrupt.
 *
 * @param name as users write it, in lower case
 * @param number distinguishes the classes of one architecture, from 0
 */
public record InterruptionClass(String name, int number) {}
