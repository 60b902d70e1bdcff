package org.polyvisor.isa.x86lite.state;

/**
 * The I/O ports as instructions reach them: a service of the platform. A port that nothing claims reads all ones and swallows what is
 * written.
 */
public interface Ports {

    /** The ports of a machine without devices. */
    Ports NONE = new Ports() {
        @Override
        public int in(int port, int bytes, long time) {
            return -1;
        }

        @Override
        public void out(int port, int bytes, int value, long time) {}
    };

    /**
     * Reads a port.
     *
     * @param port its number, 0 to 65535
     * @param bytes 1, 2 or 4
     * @param time virtual time: instructions completed before this one
     * @return what it says, in the low {@code bytes}
     */
    int in(int port, int bytes, long time);

    /**
     * Writes a port.
     *
     * @param port its number, 0 to 65535
     * @param bytes 1, 2 or 4
     * @param value what, in the low {@code bytes}
     * @param time virtual time: instructions completed before this one
     */
    void out(int port, int bytes, int value, long time);
}
