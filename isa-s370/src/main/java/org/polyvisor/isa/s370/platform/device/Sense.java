package org.polyvisor.isa.s370.platform.device;

/** Bits of sense byte 0 that all devices share; GA22-7000, "Sense Data". */
final class Sense {
    private Sense() {}

    /** The command is none of the device's. */
    static final int COMMAND_REJECT = 0x80;
    /** An operator must do something: put cards in. */
    static final int INTERVENTION_REQUIRED = 0x40;
}
