package org.polyvisor.isa.code;

/** Operands do not fit an instruction. The message says which and why. */
public final class EncodingException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Says what does not fit.
     *
     * @param message which operand, and why
     */
    public EncodingException(String message) {
        super(message);
    }
}
