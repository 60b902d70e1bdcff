package org.polyvisor.isa.s370.platform;

import org.polyvisor.isa.machine.Machine;

/** The program-status word, as loading and the end of a run see it. */
public interface ProgramStatus {

    /**
     * {@return the current word}
     *
     * @param m the machine
     */
    long get(Machine m);

    /**
     * Loads a word.
     *
     * @param m the machine
     * @param word the new one
     * @throws IllegalArgumentException if its format is invalid
     */
    void load(Machine m, long word);
}
