package org.polyvisor.isa.s370.platform.device;

import static org.polyvisor.isa.s370.platform.channel.StatusWord.CHANNEL_END;
import static org.polyvisor.isa.s370.platform.channel.StatusWord.DEVICE_END;
import static org.polyvisor.isa.s370.platform.channel.StatusWord.UNIT_CHECK;

import org.polyvisor.isa.s370.platform.channel.Device;
import org.polyvisor.isa.s370.platform.channel.DevicePort;

/** What card and typewriter devices have in common: one byte of sense, channel end and device end together. */
abstract class UnitRecord implements Device {
    private static final int SENSE = 4, NO_OPERATION = 3;
    private static final int SENSE_TIME = 100;

    private DevicePort port;
    private int sense;

    @Override
    public void connect(DevicePort connected) {
        port = connected;
    }

    final DevicePort port() {
        return port;
    }

    @Override
    public final int start(int command) {
        if (command == NO_OPERATION) return finished();
        if (command == SENSE) {
            port.later(SENSE_TIME, this::sense);
            return 0;
        }
        sense = 0;
        return operate(command);
    }

    private void sense() {
        port.put(new byte[] {(byte) sense});
        sense = 0;
        end();
    }

    /**
     * Begins an operation of this device.
     *
     * @param command neither sense nor no-operation
     * @return initial status
     */
    abstract int operate(int command);

    /** Ends the operation under way normally. */
    final void end() {
        port.end(finished());
    }

    /** {@return the status of an operation that is over} */
    static int finished() {
        return CHANNEL_END | DEVICE_END;
    }

    /**
     * {@return the status of a command that cannot be executed}
     *
     * @param why sense byte 0
     */
    final int refuse(int why) {
        sense = why;
        return UNIT_CHECK;
    }

    @Override
    public void halt() {}
}
