package org.polyvisor.isa.s370.platform;

import org.polyvisor.isa.platform.Platform;

/** What a program-status word says to a processor that waits; GA22-7000, "Program-Status Word". */
final class WaitState {
    private static final long EXTENDED_CONTROL = 1L << 63 - 12;
    private static final long BASIC_MASKS = 0xffL << 56, EXTENDED_MASKS = 3L << 56;

    private WaitState() {}

    /**
     * {@return whether external and input/output interruptions are masked, so that it never ends}
     *
     * @param psw the word
     * @param system360 whether bit 12 does not choose the extended-control format
     */
    static boolean disabled(long psw, boolean system360) {
        boolean extended = !system360 && (psw & EXTENDED_CONTROL) != 0;
        return (psw & (extended ? EXTENDED_MASKS : BASIC_MASKS)) == 0;
    }

    /**
     * {@return how a run ends that waits for ever: the code is the address, which is 0 if all is well}
     *
     * @param psw the word
     */
    static Platform.Ending ending(long psw) {
        int code = (int) psw & 0xff_ffff;
        return new Platform.Ending(code == 0, "disabled wait", String.format("%06X", code));
    }
}
