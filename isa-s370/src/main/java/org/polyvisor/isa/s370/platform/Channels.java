package org.polyvisor.isa.s370.platform;

import org.polyvisor.isa.machine.Machine;

/**
 * The input/output system as instructions reach it: a service of the platform. Each operation yields a condition code, 0 to 3, and
 * stores the channel-status word at location 64 where the manual says so; S/370 Principles of Operation GA22-7000, "Input/Output
 * Operations", "Input/Output Instructions".
 */
public interface Channels {

    /** The input/output system of a machine without channels: nothing is operational. */
    Channels NONE = new Channels() {
        @Override
        public int startIo(Machine m, int address, long time) {
            return 3;
        }

        @Override
        public int testIo(Machine m, int address, long time) {
            return 3;
        }

        @Override
        public int haltIo(Machine m, int address, long time) {
            return 3;
        }

        @Override
        public int testChannel(Machine m, int address, long time) {
            return 3;
        }
    };

    /**
     * START I/O. The channel-address word is at location 72.
     *
     * @param m the machine whose storage is used
     * @param address bits 16 to 31 of the operand address: channel and device
     * @param time virtual time: instructions completed before this one
     * @return 0 started, 1 CSW stored, 2 busy, 3 not operational
     */
    int startIo(Machine m, int address, long time);

    /**
     * TEST I/O.
     *
     * @param m the machine whose storage is used
     * @param address channel and device
     * @param time virtual time
     * @return 0 available, 1 CSW stored, 2 busy, 3 not operational
     */
    int testIo(Machine m, int address, long time);

    /**
     * HALT I/O.
     *
     * @param m the machine whose storage is used
     * @param address channel and device
     * @param time virtual time
     * @return 0 interruption pending in the subchannel, 1 CSW stored, 2 burst operation terminated, 3 not operational
     */
    int haltIo(Machine m, int address, long time);

    /**
     * TEST CHANNEL.
     *
     * @param m the machine
     * @param address the channel; the device is ignored
     * @param time virtual time
     * @return 0 available, 1 interruption pending in the channel, 2 operating in burst mode, 3 not operational
     */
    int testChannel(Machine m, int address, long time);
}
