package org.polyvisor.isa.assembly;

/** One statement is wrong; the assembler goes on with the next. The message says what to write instead. */
public final class MistakeException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong.
     *
     * @param message what, and what to write instead
     */
    public MistakeException(String message) {
        super(message);
    }
}
