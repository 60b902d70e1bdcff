package org.polyvisor.isa.x86lite.platform;

/**
 * System control port B; IBM Personal Computer AT Technical Reference, system board. Bit 0 is the gate of the timer's counter 2, bit 1
 * opens its way to the speaker (nobody hears it); bit 4 changes with each refresh of memory, bit 5 is counter 2's output.
 */
final class SpeakerPort implements PortDevice {
    /** Its port. */
    static final int PORT = 0x61;

    private static final int WRITTEN = 0x0f, REFRESH = 0x10, OUTPUT = 0x20;

    private final Pit8254 timer;
    private int contents;

    SpeakerPort(Pit8254 timer) {
        this.timer = timer;
    }

    @Override
    public int in(int port, long time) {
        return contents | (timer.refresh(time) ? REFRESH : 0) | (timer.speaker(time) ? OUTPUT : 0);
    }

    @Override
    public void out(int port, int value, long time) {
        contents = value & WRITTEN;
        timer.speakerGate((value & 1) != 0, time);
    }
}
