package org.polyvisor.isa;

/** A user's mistake or unusable input. The message is one to three lines: what, where, why, what to do. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    /** Never null, unlike what a superclass promises. */
    private final String message;

    /**
     * Says what is wrong.
     *
     * @param message what, where, why, what to do
     */
    public UsageException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
