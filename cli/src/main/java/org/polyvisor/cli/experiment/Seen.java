package org.polyvisor.cli.experiment;

import java.util.Set;
import java.util.TreeSet;

/** What was seen of one instruction. */
final class Seen {
    /** Virtual time, as a resource. */
    static final String CLOCK = "clock";
    /** The state that the processor is in. */
    static final String STATE = "user or supervisor state";
    /** What lies in storage where supervisor registers say. */
    static final String TABLES = "tables that supervisor registers point to";

    /** Resources of which a program sees something. */
    final Set<String> shown = new TreeSet<>();
    /** Registers that a program changes. */
    final Set<String> changed = new TreeSet<>();
    /** How often it was executed in user state. */
    int tried;
    /** How often it did not complete there. */
    int trapped;
    /** Whether the supervisor gets past the point where a user is refused. */
    boolean admitted;

    boolean caught() {
        return !shown.isEmpty() || !changed.isEmpty();
    }
}
