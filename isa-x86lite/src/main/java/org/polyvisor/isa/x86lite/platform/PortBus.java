package org.polyvisor.isa.x86lite.platform;

import java.util.HashMap;
import java.util.Map;
import org.polyvisor.isa.x86lite.state.Ports;

/** The I/O ports and who claims them. A port that nobody claims reads all ones and swallows what is written. */
final class PortBus implements Ports {
    private static final int PORTS = 1 << 16;

    private final Map<Integer, PortDevice> claims = new HashMap<>();

    /**
     * Gives ports to a device.
     *
     * @param first the first port, 0 to 65535
     * @param count how many
     * @param device who answers there
     * @throws IllegalArgumentException if one of them does not exist or is claimed already
     */
    void claim(int first, int count, PortDevice device) {
        if (first < 0 || count < 1 || first + count > PORTS)
            throw new IllegalArgumentException("ports " + hex(first) + " to " + hex(first + count - 1) + ": there are 0 to ffff");
        for (int port = first; port < first + count; port++)
            if (claims.putIfAbsent(port, device) != null) throw new IllegalArgumentException("port " + hex(port) + " is claimed twice");
    }

    private static String hex(int port) {
        return Integer.toHexString(port);
    }

    @Override
    public int in(int port, int bytes, long time) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            PortDevice device = claims.get(port + i & PORTS - 1);
            value |= (device == null ? 0xff : device.in(port + i & PORTS - 1, time) & 0xff) << 8 * i;
        }
        return value;
    }

    @Override
    public void out(int port, int bytes, int value, long time) {
        for (int i = 0; i < bytes; i++) {
            PortDevice device = claims.get(port + i & PORTS - 1);
            if (device != null) device.out(port + i & PORTS - 1, value >>> 8 * i & 0xff, time);
        }
    }
}
