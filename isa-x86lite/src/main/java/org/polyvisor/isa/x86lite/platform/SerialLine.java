package org.polyvisor.isa.x86lite.platform;

/** What a serial port is plugged into. */
interface SerialLine extends AutoCloseable {

    /**
     * Takes a character from the port.
     *
     * @param character 0 to 255
     */
    void transmit(int character);

    /**
     * Connects the port, which takes what arrives.
     *
     * @param port the port
     */
    void connect(Uart16550 port);

    @Override
    default void close() {}
}
