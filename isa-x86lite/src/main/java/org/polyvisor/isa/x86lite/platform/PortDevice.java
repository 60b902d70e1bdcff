package org.polyvisor.isa.x86lite.platform;

/** A device of eight bits on the port bus. Wider accesses reach it as bytes, the lowest port first. */
interface PortDevice {

    /**
     * Reads a register.
     *
     * @param port its port, one of those the device claimed
     * @param time virtual time
     * @return 0 to 255
     */
    int in(int port, long time);

    /**
     * Writes a register.
     *
     * @param port its port, one of those the device claimed
     * @param value 0 to 255
     * @param time virtual time
     */
    void out(int port, int value, long time);
}
