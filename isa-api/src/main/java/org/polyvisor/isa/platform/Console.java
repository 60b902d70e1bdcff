package org.polyvisor.isa.platform;

/** The host's side of a console: a terminal, a file, a dialogue script. */
public interface Console {

    /**
     * Shows text that the guest printed.
     *
     * @param text lines end with LF
     */
    void write(String text);

    /**
     * Connects the device, which takes what is typed.
     *
     * @param input the device
     */
    void connect(Input input);

    /** What is typed, at a time that is part of the run's record. */
    interface Input {
        /**
         * Takes characters; LF is the key that ends a line.
         *
         * @param text at least one character
         */
        void type(String text);

        /** Takes the attention key; a device that has none ignores it. */
        default void attention() {}
    }
}
