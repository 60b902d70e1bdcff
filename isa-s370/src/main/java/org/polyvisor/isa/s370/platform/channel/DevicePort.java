package org.polyvisor.isa.s370.platform.channel;

/** The channel, as a device sees it. */
public interface DevicePort {

    /**
     * Does the next step of the operation later.
     *
     * @param instructions how much later, in virtual time
     * @param step what
     */
    void later(long instructions, Runnable step);

    /**
     * Offers data.
     *
     * @param bytes a block, or a part of one
     */
    void put(byte[] bytes);

    /**
     * Requests data.
     *
     * @param most how many bytes the device can take
     * @return as many as the channel has, up to that
     */
    byte[] take(int most);

    /**
     * Ends the operation at the channel.
     *
     * @param status unit status, with {@link StatusWord#CHANNEL_END}
     */
    void end(int status);

    /**
     * Presents status that does not end an operation at the channel.
     *
     * @param status unit status: attention, or device end
     */
    void present(int status);
}
