package org.polyvisor.isa.s370.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.s370.S370;

@DisplayName("The interval timer")
class IntervalTimerTest {
    private static final String DISABLED_WAIT = "0002000000000ABC", ENABLED_WAIT = "0102000000000300", LOOP = "0100000000000300",
            DISABLED_LOOP = "0000000000000300";

    private static BareMachine machine(String model, String psw, int timer) throws UsageException {
        S370 set = new S370();
        Architecture a = set.architecture(model);
        BareMachine m = new BareMachine(set, a, BareMachine.Settings.of(1 << 16));
        m.attach(Map.of());
        m.load(88, HexFormat.of().parseHex(DISABLED_WAIT));
        m.load(80, HexFormat.of().parseHex(String.format("%08X", timer)));
        m.load(0x300, HexFormat.of().parseHex("47F00300")); // BC 15,768
        set.view(a, "psw").orElseThrow().writer().write(m.processor(), Long.parseUnsignedLong(psw, 16));
        if (model.equals("s370")) set.view(a, "cr0").orElseThrow().writer().write(m.processor(), 0xe0);
        return m;
    }

    private static String word(BareMachine m, int address) {
        return HexFormat.of().formatHex(m.read(address, 4));
    }

    @Test
    @DisplayName("interrupts when it goes negative: bit 23 counts three-hundredths of a second, in the wait state too")
    void interrupts() throws UsageException {
        for (String model : new String[] {"s360", "s370"}) {
            BareMachine m = machine(model, ENABLED_WAIT, 0x1ff);
            Outcome.Waiting end = assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(1_000_000)));
            assertEquals("000ABC", end.ending().code());
            assertEquals(BareMachine.Settings.RATE * 2 / 300, m.now());
            assertEquals("ffffffff", word(m, 80));
            assertEquals("01020080", word(m, 24), "old PSW with interruption code 0080");
        }
    }

    @Test
    @DisplayName("interrupts a program at the instruction at which it goes negative")
    void atTheInstruction() throws UsageException {
        BareMachine m = machine("s370", LOOP, 0);
        assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(1_000_000)));
        assertEquals(BareMachine.Settings.RATE / 300, m.instructions());
    }

    @Test
    @DisplayName("counts on while interruptions are masked, and the request stays")
    void masked() throws UsageException {
        BareMachine m = machine("s370", DISABLED_LOOP, 0);
        assertInstanceOf(Outcome.Budget.class, m.run(Limits.of(BareMachine.Settings.RATE / 100 + 1)));
        assertEquals("fffffd00", word(m, 80));
        new S370().view(m.architecture(), "psw").orElseThrow().writer().write(m.processor(), Long.parseUnsignedLong(LOOP, 16));
        assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(1)));
        assertEquals("01000080", word(m, 24));
    }
}
