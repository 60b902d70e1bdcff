package org.polyvisor.cli.experiment;

import java.util.Optional;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.guest.GuestPort;

/**
 * What an experiment examines.
 *
 * @param set the instruction set
 * @param declared the architecture whose properties are claimed
 * @param executed the architecture that machines are made of; the same, but where a test breaks what is claimed
 * @param guest the port of the guest operating system, if there is one; the instruction set's, but where a test breaks what is claimed
 */
record Subject(InstructionSet set, Architecture declared, Architecture executed, Optional<GuestPort> guest) {

    /** An instruction set as it is. */
    static Subject of(InstructionSet set) throws UsageException {
        Architecture a = set.architecture("");
        return new Subject(set, a, a, set.guest());
    }

    /** The port of the guest operating system, without which there is nothing to run. */
    GuestPort port() throws UsageException {
        return guest.orElseThrow(() -> new UsageException("the guest operating system has no port to " + set.name()));
    }
}
