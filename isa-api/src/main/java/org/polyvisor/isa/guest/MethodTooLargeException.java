package org.polyvisor.isa.guest;

/** A method needs more than the machine's instructions reach. */
public final class MethodTooLargeException extends Exception {
    private static final long serialVersionUID = 1;

    /** Never null, unlike what a superclass promises. */
    private final String message;

    /**
     * Makes one.
     *
     * @param message of what there is too much, and what to do
     */
    public MethodTooLargeException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
