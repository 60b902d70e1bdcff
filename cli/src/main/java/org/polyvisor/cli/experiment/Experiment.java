package org.polyvisor.cli.experiment;

import java.util.List;
import org.polyvisor.isa.UsageException;

/** A scenario. */
interface Experiment {

    /** All of them. */
    List<Experiment> ALL = List.of(new RegistersExperiment(), new StatesExperiment(), new PrivilegedExperiment(),
            new ProtectionExperiment(), new SyscallsExperiment());

    /** Its name, as users write it. */
    String name();

    /** What running it shows, in a line. */
    String description();

    /** Runs it. */
    Findings run(Subject subject) throws UsageException;
}
