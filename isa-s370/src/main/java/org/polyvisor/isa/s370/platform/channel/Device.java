package org.polyvisor.isa.s370.platform.channel;

/** A device with its control unit, as the channel sees it; I/O interface manual GA22-6974. */
public interface Device extends AutoCloseable {

    /**
     * Connects it.
     *
     * @param port the channel's side
     */
    void connect(DevicePort port);

    /**
     * Takes a command. The device does nothing else to the port before it returns.
     *
     * @param command command code
     * @return initial status: 0, the operation begins and ends by {@link DevicePort#end}; with {@link StatusWord#CHANNEL_END}, it is over
     *     at once and transfers no data; otherwise it does not begin
     */
    int start(int command);

    /** Gives up the operation under way; the channel has cancelled what the device had scheduled, and ends it. */
    void halt();

    /** Closes host files. */
    @Override
    default void close() {}
}
