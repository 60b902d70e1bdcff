package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Pop.S;
import static org.polyvisor.isa.s370.Registers.CC;
import static org.polyvisor.isa.s370.Registers.PREFIX;

import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.s370.platform.Channels;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;

/**
 * Input/output instructions; GA22-7000, "Input/Output Instructions". Bits 8 to 14 are ignored; bit 15 is System/370's. No channel
 * here releases faster than by START I/O, none blocks, so CLEAR I/O is executed as TEST I/O; each device has its own subchannel, so
 * HALT DEVICE halts what HALT I/O halts.
 */
final class InputOutput {
    private InputOutput() {}

    private static final Helper START = Helper.of("sio", (Machine m, long a, long time) -> m.platform(Channels.class).startIo(m, (int) a, time))
            .reads(PREFIX);
    private static final Helper TEST = Helper.of("tio", (Machine m, long a, long time) -> m.platform(Channels.class).testIo(m, (int) a, time))
            .reads(PREFIX);
    private static final Helper HALT = Helper.of("hio", (Machine m, long a, long time) -> m.platform(Channels.class).haltIo(m, (int) a, time))
            .reads(PREFIX);
    private static final Helper CHANNEL =
            Helper.of("tch", (Machine m, long a, long time) -> m.platform(Channels.class).testChannel(m, (int) a, time));

    static void rows(Pop t) {
        t.popBit15("9C00", "SIO", S, (s, x) -> operate(s, x, START));
        t.popBit15("9C01", "SIOF", S, (s, x) -> operate(s, x, START));
        t.popBit15("9D00", "TIO", S, (s, x) -> operate(s, x, TEST));
        t.popBit15("9D01", "CLRIO", S, (s, x) -> operate(s, x, TEST));
        t.popBit15("9E00", "HIO", S, (s, x) -> operate(s, x, HALT));
        t.popBit15("9E01", "HDV", S, (s, x) -> operate(s, x, HALT));
        t.pop("9F", "TCH", S, (s, x) -> operate(s, x, CHANNEL));
    }

    /** Bits 16 to 31 of the address, which need not be one of storage, are those of channel and device. */
    private static void operate(Semantics s, Operand x, Helper instruction) {
        s.privileged();
        if (s.dead()) return;
        s.set(CC, s.call(instruction, x.address().and(0xffff), s.time()).lo(2));
        s.synchronize();
    }
}
