package org.polyvisor.isa;

/** How an access reaches storage. */
public enum Route {
    /** Through the current translation, with the rights of the program. */
    PROGRAM,
    /** Through the current translation, with the rights of the supervisor: descriptor tables, the new stack. */
    SUPERVISOR,
    /** Untranslated and unprotected: storage as it is installed. */
    ABSOLUTE
}
