package org.polyvisor.guest.program;

import java.util.Set;

/** Where the classes of the programs are found. It is no part of any program. */
public final class ProgramSource {
    /** The programs that try the kernel's storage, and must be told where that is. */
    public static final Set<String> TRESPASSERS = Set.of(Vandal.class.getName(), Spy.class.getName());

    private ProgramSource() {}
}
