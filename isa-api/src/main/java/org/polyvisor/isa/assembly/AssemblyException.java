package org.polyvisor.isa.assembly;

import java.util.List;
import java.util.stream.Collectors;

/** Assembler text has mistakes. The message has a line for each. */
public final class AssemblyException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient List<Diagnostic> diagnostics;

    /**
     * Says what is wrong.
     *
     * @param diagnostics all mistakes, by line
     */
    public AssemblyException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** {@return all mistakes, by line} */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
