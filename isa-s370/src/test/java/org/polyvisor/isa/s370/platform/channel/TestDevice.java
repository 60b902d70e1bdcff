package org.polyvisor.isa.s370.platform.channel;

import static org.polyvisor.isa.s370.platform.channel.StatusWord.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A device that does as it is told: 02 and 0C read a block, 01 writes, 03 is immediate, 07 is immediate but ends later, 0B ends the
 * channel first and the device later, FF is refused.
 */
final class TestDevice implements Device {
    final Queue<byte[]> blocks = new ArrayDeque<>();
    final List<Integer> commands = new ArrayList<>();
    final List<byte[]> written = new ArrayList<>();
    int endStatus = CHANNEL_END | DEVICE_END;
    int deviceEndStatus = DEVICE_END;
    int most = 1000;
    boolean halted;
    DevicePort port;

    @Override
    public void connect(DevicePort p) {
        port = p;
    }

    @Override
    public int start(int command) {
        commands.add(command);
        return switch (command) {
            case 0x03 -> CHANNEL_END | DEVICE_END;
            case 0x07 -> {
                port.later(20, () -> port.present(deviceEndStatus));
                yield CHANNEL_END;
            }
            case 0x0b -> {
                port.later(10, () -> {
                    port.take(1);
                    port.end(CHANNEL_END);
                    port.later(20, () -> port.present(deviceEndStatus));
                });
                yield 0;
            }
            case 0xff -> UNIT_CHECK;
            default -> {
                port.later(10, () -> operate(command));
                yield 0;
            }
        };
    }

    private void operate(int command) {
        if ((command & 1) != 0) written.add(port.take(most));
        else port.put(blocks.remove());
        port.end(endStatus);
    }

    @Override
    public void halt() {
        halted = true;
    }
}
