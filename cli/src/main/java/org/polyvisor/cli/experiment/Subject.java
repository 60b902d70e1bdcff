package org.polyvisor.cli.experiment;

import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

/**
 * What an experiment examines.
 *
 * @param set the instruction set
 * @param declared the architecture whose properties are claimed
 * @param executed the architecture that machines are made of; the same, but where a test breaks what is claimed
 */
record Subject(InstructionSet set, Architecture declared, Architecture executed) {

    /** An instruction set as it is. */
    static Subject of(InstructionSet set) throws UsageException {
        Architecture a = set.architecture("");
        return new Subject(set, a, a);
    }
}
