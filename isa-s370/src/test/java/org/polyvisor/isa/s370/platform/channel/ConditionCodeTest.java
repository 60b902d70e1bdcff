package org.polyvisor.isa.s370.platform.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figure "Condition-Code Settings for I/O States and Functions" of GA22-7000-10, and that of A22-6821 where S/360 differs. */
class ConditionCodeTest {
    private static final int LINE = 0, DEVICE = 0x0e;
    private static final long BEFORE = 0x1122334455667788L;

    private Bench bench;
    private Channel channel;
    private TestDevice device;

    private void machine(String model) {
        bench = new Bench(model);
        channel = new Channel(bench.host(), 0, LINE);
        device = new TestDevice();
        channel.attach(DEVICE, device);
        bench.statusWord(BEFORE);
        bench.program("02001000 20000050");
        device.blocks.add(new byte[80]);
    }

    private int start() {
        return channel.start(bench.machine(), DEVICE, bench.now());
    }

    private int test() {
        return channel.test(bench.machine(), DEVICE, bench.now());
    }

    private int halt() {
        return channel.halt(bench.machine(), DEVICE, bench.now());
    }

    private void put(String state) {
        switch (state) {
            case "AAA" -> {}
            case "AAI" -> device.port.present(StatusWord.ATTENTION);
            case "AAW" -> {
                bench.program("07001000 20000050");
                assertEquals(1, start());
                bench.statusWord(BEFORE);
            }
            case "AIX" -> {
                assertEquals(0, start());
                bench.settle();
            }
            case "AWX" -> assertEquals(0, start());
            default -> throw new IllegalArgumentException(state);
        }
    }

    @ParameterizedTest(name = "{0} {1}: SIO {2} {3}, TIO {4} {5}, HIO {6} {7}, TCH {8}")
    @CsvSource({
        // model, state, SIO and its status, TIO and its CSW, HIO and its status, TCH
        "s370, AAA, 0,     , 0,                 , 1, 0000, 0", "s370, AAI, 1, 9000, 1, 0000000080000000, 1, 0000, 1",
        "s370, AAW, 1, 1000, 1, 0000000010000000, 1, 0000, 0", "s370, AIX, 2,     , 1, 000008080C000000, 0,     , 1",
        "s370, AWX, 2,     , 2,                 , 1, 0000, 0", "s360, AAA, 0,     , 0,                 , 0,     , 0",
        "s360, AAI, 1, 9000, 1, 0000000080000000, 0,     , 1", "s360, AAW, 1, 1000, 1, 0000000010000000, 0,     , 0",
        "s360, AIX, 2,     , 1, 000008080C000000, 0,     , 1", "s360, AWX, 2,     , 2,                 , 1, 0000, 0"})
    void conditionCodes(String model, String state, int sio, String sioStatus, int tio, String tioWord, int hio, String hioStatus,
            int tch) {
        machine(model);
        put(state);
        assertEquals(tch, channel.test(), "TCH");
        assertEquals(sio, start(), "SIO");
        assertStatus(sioStatus);

        machine(model);
        put(state);
        assertEquals(tio, test(), "TIO");
        assertEquals(tioWord == null ? BEFORE : Long.parseUnsignedLong(tioWord, 16), bench.statusWord());

        machine(model);
        put(state);
        assertEquals(hio, halt(), "HIO");
        assertStatus(hioStatus);
    }

    /** The status portion alone is replaced. */
    private void assertStatus(String status) {
        long expected = status == null ? BEFORE : BEFORE & ~0xffff0000L | Long.parseLong(status, 16) << 16;
        assertEquals(Long.toHexString(expected), Long.toHexString(bench.statusWord()));
    }

    @Test
    @DisplayName("AAN: a device that is not there")
    void notOperational() {
        machine("s370");
        assertEquals(3, channel.start(bench.machine(), 0x0f, 0));
        assertEquals(3, channel.test(bench.machine(), 0x0f, 0));
        assertEquals(3, channel.halt(bench.machine(), 0x0f, 0));
        machine("s360");
        assertEquals(0, channel.halt(bench.machine(), 0x0f, 0));
    }

    @Test
    @DisplayName("another device on its own subchannel does not matter")
    void independent() {
        machine("s370");
        TestDevice other = new TestDevice();
        channel.attach(0x10, other);
        put("AWX");
        assertEquals(0, channel.test(bench.machine(), 0x10, 0));
        assertEquals(0, channel.start(bench.machine(), 0x10, 0));
    }

    @Test
    @DisplayName("START I/O to a device with pending status takes the status away")
    void startClearsStatus() {
        machine("s370");
        put("AAI");
        assertTrue(bench.requested(LINE));
        assertEquals(1, start());
        assertFalse(bench.requested(LINE));
        assertEquals(0, start());
    }

    @Test
    @DisplayName("TEST I/O takes the interruption away")
    void testClears() {
        machine("s370");
        put("AIX");
        assertTrue(bench.requested(LINE));
        assertEquals(1, test());
        assertFalse(bench.requested(LINE));
        assertEquals(0, test());
    }

    @Test
    @DisplayName("TEST I/O in a loop sees the operation end")
    void testLoop() {
        machine("s370");
        assertEquals(0, start());
        int tests = 0;
        while (test() == 2) {
            tests++;
            assertTrue(bench.step());
        }
        assertEquals(1, tests);
        assertEquals("808" + "0c000000", Long.toHexString(bench.statusWord()));
    }

    @Test
    @DisplayName("HALT I/O ends the operation, which presents channel end and device end")
    void haltWorking() {
        machine("s370");
        put("AWX");
        assertEquals(1, halt());
        assertTrue(device.halted);
        assertEquals(2, test());
        bench.settle();
        assertEquals(1, test());
        assertEquals(0x0c00_0050L, bench.statusWord() & 0xffff_ffffL);
        assertEquals(1, device.blocks.size());
    }

    @Test
    @DisplayName("the interruption tells the device and the whole CSW, that of the lowest address first")
    void interruptions() {
        machine("s370");
        TestDevice other = new TestDevice();
        channel.attach(0x0a, other);
        put("AIX");
        other.port.present(StatusWord.ATTENTION);
        assertEquals(new Channel.Pending(0x0a, new StatusWord(0, 0, 0x8000, 0)), channel.accept());
        assertTrue(bench.requested(LINE));
        assertEquals(new Channel.Pending(DEVICE, new StatusWord(0, 0x808, 0x0c00, 0)), channel.accept());
        assertFalse(bench.requested(LINE));
        assertEquals(null, channel.accept());
        assertEquals(0, test());
    }

    @Test
    @DisplayName("channel end and device end come one after the other")
    void separateEnds() {
        machine("s370");
        bench.program("0B001000 20000001");
        assertEquals(0, start());
        bench.step();
        assertEquals(0x0800, channel.accept().word().status());
        assertEquals(1, test());
        assertEquals(0x1000_0000L, bench.statusWord());
        bench.settle();
        assertEquals(new StatusWord(0, 0, 0x0400, 0), channel.accept().word());
        assertEquals(0, test());
    }
}
