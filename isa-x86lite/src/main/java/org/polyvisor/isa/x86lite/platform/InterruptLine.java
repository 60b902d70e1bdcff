package org.polyvisor.isa.x86lite.platform;

/** The wire from a device to an interrupt controller. */
@FunctionalInterface
interface InterruptLine {

    /** A wire that leads nowhere. */
    InterruptLine OPEN = _ -> {};

    /**
     * Changes its level.
     *
     * @param active whether the device requests an interrupt
     */
    void level(boolean active);
}
