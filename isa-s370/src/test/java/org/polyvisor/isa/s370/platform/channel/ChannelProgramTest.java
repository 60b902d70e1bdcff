package org.polyvisor.isa.s370.platform.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GA22-7000, "Execution of Input/Output Operations" and "Channel-Status Word": the tables of the address, count and length fields. */
class ChannelProgramTest {
    private static final int DEVICE = 0x0e;

    private final Bench bench = new Bench("s370");
    private final Channel channel = new Channel(bench.host(), 0, 0);
    private final TestDevice device = new TestDevice();

    @BeforeEach
    void attach() {
        channel.attach(DEVICE, device);
    }

    private static byte[] block(int length) {
        byte[] b = new byte[length];
        for (int i = 0; i < length; i++) b[i] = (byte) (i + 1);
        return b;
    }

    private int start() {
        return channel.start(bench.machine(), DEVICE, bench.now());
    }

    /** Runs a program to its end, and returns the CSW. */
    private String run(String... words) {
        bench.program(words);
        return run();
    }

    private String run() {
        assertEquals(0, start());
        bench.settle();
        StatusWord w = channel.accept().word();
        return String.format("%08X %08X", w.high(), w.low());
    }

    @ParameterizedTest(name = "flags {0}, count {1} of a block of 8: {2}")
    @CsvSource({"00, 8, 00000808 0C000000", "00, 7, 00000808 0C400000", "00, 9, 00000808 0C400001", "20, 7, 00000808 0C000000",
        "20, 9, 00000808 0C000001", "10, 8, 00000808 0C000000"})
    void length(String flags, int count, String expected) {
        device.blocks.add(block(8));
        assertEquals(expected, run(String.format("02001000 %s00%04X", flags, count)));
        byte[] stored = flags.equals("10") ? new byte[10] : Arrays.copyOf(block(Math.min(8, count)), 10);
        assertArrayEquals(stored, bench.bytes(0x1000, 10));
    }

    @Test
    @DisplayName("a device that takes less than it is given")
    void writeLength() {
        device.most = 5;
        bench.bytes(0x1000, block(8));
        assertEquals("00000808 0C400003", run("01001000 00000008"));
        assertArrayEquals(block(5), device.written.getFirst());
    }

    @Test
    @DisplayName("reading backward stores downwards")
    void backward() {
        device.blocks.add(block(3));
        assertEquals("00000808 0C000000", run("0C001002 00000003"));
        assertArrayEquals(new byte[] {3, 2, 1}, bench.bytes(0x1000, 3));
    }

    @Test
    @DisplayName("data chaining spreads one block; the last area has what is left")
    void dataChaining() {
        device.blocks.add(block(8));
        assertEquals("00000818 0C000000", run("02001000 80000003", "08000810 00000000", "00002000 00000005"));
        assertArrayEquals(Arrays.copyOf(block(3), 4), bench.bytes(0x1000, 4));
        assertArrayEquals(Arrays.copyOfRange(block(8), 3, 8), bench.bytes(0x2000, 5));
    }

    @Test
    @DisplayName("a block that ends in an area with the chain-data flag has an incorrect length, whatever SLI says")
    void dataChainingShort() {
        device.blocks.add(block(2));
        assertEquals("00000808 0C400001", run("02001000 E0000003", "00002000 00000005"));
        assertEquals(List.of(2), device.commands);
    }

    @Test
    @DisplayName("skipping applies to one area of data chaining")
    void skipInChain() {
        device.blocks.add(block(6));
        assertEquals("00000818 0C000000", run("02001000 80000002", "02002000 90000002", "02003000 00000002"));
        assertArrayEquals(new byte[] {1, 2}, bench.bytes(0x1000, 2));
        assertArrayEquals(new byte[] {0, 0}, bench.bytes(0x2000, 2));
        assertArrayEquals(new byte[] {5, 6}, bench.bytes(0x3000, 2));
    }

    @Test
    @DisplayName("output gathers by data chaining")
    void gather() {
        bench.bytes(0x1000, block(8));
        run("01001000 80000002", "00001004 00000003");
        assertArrayEquals(new byte[] {1, 2, 5, 6, 7}, device.written.getFirst());
    }

    @Test
    @DisplayName("command chaining reads block after block, through a transfer in channel")
    void commandChaining() {
        for (int i = 0; i < 3; i++) device.blocks.add(block(8));
        assertEquals("00000838 0C000000",
                run("02001000 40000008", "08000820 00000000", "00000000 00000000", "00000000 00000000", "02002000 60000004",
                        "03000000 40000001",
                        "02003000 00000008"));
        assertEquals(List.of(2, 2, 3, 2), device.commands);
        assertEquals(0x04, bench.bytes(0x2000, 5)[3]);
        assertEquals(0, bench.bytes(0x2000, 5)[4]);
    }

    @Test
    @DisplayName("an incorrect length that is not suppressed ends the chain")
    void chainStops() {
        device.blocks.add(block(8));
        assertEquals("00000808 0C400000", run("02001000 40000007", "03000000 00000001"));
        assertEquals(List.of(2), device.commands);
    }

    @Test
    @DisplayName("the status modifier skips a command")
    void statusModifier() {
        device.endStatus = 0x4c;
        device.blocks.add(block(8));
        device.blocks.add(block(8));
        assertEquals("00000818 4C000000", run("02001000 40000008", "02002000 00000008", "02003000 00000008"));
        assertArrayEquals(new byte[8], bench.bytes(0x2000, 8));
        assertArrayEquals(block(8), bench.bytes(0x3000, 8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0e, 0x0d})
    @DisplayName("unit check and unit exception end the chain with the command that has them")
    void unusualEnd(int status) {
        device.endStatus = status;
        device.blocks.add(block(8));
        assertEquals(String.format("00000808 %02X000000", status), run("02001000 40000008", "03000000 00000001"));
    }

    @Test
    @DisplayName("a command of a chain that the device refuses: the CSW tells of that command")
    void refusedInChain() {
        device.blocks.add(block(8));
        assertEquals("00000810 02000009", run("02001000 40000008", "FF000000 40000009", "03000000 00000001"));
    }

    @Test
    @DisplayName("command chaining waits for the device to end")
    void chainAtDeviceEnd() {
        device.blocks.add(block(8));
        assertEquals("00000810 0C000000", run("0B001000 40000001", "02001000 00000008"));
        assertEquals("00000810 0C000000", again());
        assertEquals(List.of(0x0b, 2, 7, 2), device.commands);
    }

    private String again() {
        device.blocks.add(block(8));
        return run("07001000 40000001", "02001000 00000008");
    }

    @Test
    @DisplayName("unusual status with the device end that a chain waits for")
    void unusualDeviceEnd() {
        device.deviceEndStatus = 6;
        assertEquals("00000808 06000000", run("0B001000 40000001", "02001000 00000008"));
    }

    @Test
    @DisplayName("an immediate operation without chaining is over when START I/O is")
    void immediate() {
        bench.statusWord(0x1122334455667788L);
        bench.program("03000000 08000001");
        assertEquals(1, start());
        assertEquals("112233440c807788", Long.toHexString(bench.statusWord()));
        assertNull(channel.accept());
        bench.program("07000000 00000001");
        assertEquals(1, start());
        assertEquals("1122334408007788", Long.toHexString(bench.statusWord()));
        bench.settle();
        assertEquals(new StatusWord(0, 0, 0x0400, 0), channel.accept().word());
    }

    @Test
    @DisplayName("a command that the device refuses is not started")
    void refused() {
        bench.program("FF000000 40000001");
        assertEquals(1, start());
        assertEquals(0x0200_0000L, bench.statusWord());
    }

    @ParameterizedTest(name = "CAW {0}, CCW {1}")
    @CsvSource({"01000800, 0200100000000001", "00000804, 0200100000000001", "00FFFFF8, 0200100000000001", "00000800, 0000100000000001",
        "00000800, F000100000000001", "00000800, 0200100000000000", "00000800, 0200100001000001", "00000800, 0200100002000001",
        "00000800, 0800081000000001"})
    @DisplayName("a programming error is told by START I/O")
    void programCheck(String addressWord, String commandWord) {
        bench.program(commandWord, "00000000 00000000", "02001000 00000001");
        bench.number(72, 4, Long.parseLong(addressWord, 16));
        assertEquals(1, start());
        assertEquals(0x0020_0000L, bench.statusWord());
        assertEquals(List.of(), device.commands);
    }

    @ParameterizedTest(name = "{0} then {1}: address {2}")
    @CsvSource({"0000000000000001, , 000810", "0200000000000000, , 000810", "0200000007000001, , 000810", "0800080400000000, , 000810",
        "08FFFFF800000000, , 000810", "0800081000000000, 0800081800000000, 000818"})
    @DisplayName("a programming error in a chain ends it with neither channel end nor device end")
    void programCheckInChain(String second, String third, String address) {
        device.blocks.add(block(8));
        String csw = run("02001000 40000008", second, third == null ? "0000000000000000" : third);
        assertEquals("00" + address + " 0020", csw.substring(0, 13));
    }

    @Test
    @DisplayName("an invalid data address: what went before is stored")
    void invalidDataAddress() {
        device.blocks.add(block(8));
        assertEquals("00000808 0C20", run("0200FFFC 00000008").substring(0, 13));
        assertArrayEquals(block(4), bench.bytes(0xfffc, 4));
    }

    @Test
    @DisplayName("an invalid command word in data chaining")
    void invalidDataChain() {
        device.blocks.add(block(8));
        assertEquals("00000810 0C20", run("02001000 80000004", "00001000 00000000").substring(0, 13));
        assertArrayEquals(Arrays.copyOf(block(4), 8), bench.bytes(0x1000, 8));
    }

    @Test
    @DisplayName("storage that another key protects")
    void protection() {
        bench.key(0x1000, 0x30);
        bench.key(0x1800, 0x20);
        device.blocks.add(block(8));
        bench.program("020017FC 00000008");
        bench.number(72, 4, 0x30000800L);
        assertEquals("30000808 0C10", run().substring(0, 13));
        assertArrayEquals(Arrays.copyOf(block(4), 8), bench.bytes(0x17fc, 8));
        device.blocks.add(block(8));
        bench.program("02001800 00000008");
        bench.number(72, 4, 0x20000800L);
        assertEquals("20000808 0C000000", run());
        assertEquals(0x26, bench.key(0x1800), "reference and change are recorded");
    }

    @Test
    @DisplayName("fetching is protected where the block says so")
    void fetchProtection() {
        bench.key(0x1000, 0x20);
        bench.program("01001000 00000008");
        bench.number(72, 4, 0x30000800L);
        assertEquals("30000808 0C000000", run());
        bench.key(0x1000, 0x28);
        assertEquals("30000808 0C10", run().substring(0, 13));
        assertEquals(0, device.written.getLast().length);
    }

    @Test
    @DisplayName("a program-controlled interruption comes while the program goes on, or with its end")
    void programControlled() {
        device.blocks.add(block(8));
        bench.program("02001000 08000008");
        assertEquals(0, start());
        StatusWord w = channel.accept().word();
        assertEquals(0x808, w.address());
        assertEquals(0x0080, w.status());
        bench.settle();
        assertEquals(0x0c00, channel.accept().word().status());
        device.blocks.add(block(8));
        assertEquals("00000808 0C800000", run());
    }

    @Test
    @DisplayName("initial program loading: 24 bytes to location 0, then the program at 8")
    void load() {
        byte[] first = new byte[80];
        Arrays.fill(first, (byte) 0x11);
        byte[] words = {2, 0, 0x20, 0, 0x48, 0, 0, 8, 8, 0, 0x20, 0, 0, 0, 0, 0};
        System.arraycopy(words, 0, first, 8, 16);
        device.blocks.add(first);
        device.blocks.add(new byte[] {2, 0, 0x30, 0, 0, 0, 0, 8});
        device.blocks.add(block(8));
        bench.number(24, 8, -1);
        assertEquals(new StatusWord(0, 0x2008, 0x0c00, 0), channel.load(DEVICE));
        assertArrayEquals(block(8), bench.bytes(0x3000, 8));
        assertEquals(-1, bench.number(24, 8));
        assertEquals(0, bench.now());
        assertEquals(false, bench.requested(0));
    }

    /** Whatever the words say, the operation ends, and the subchannel is available then. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyProgramEnds(long seed) {
        Random random = new Random(seed);
        int[] commands = {1, 2, 2, 3, 4, 7, 8, 0x0b, 0x0c, 0xff, 0};
        int[] addresses = {0x1000, 0x17fe, 0xfffe, 0x808, 0x818, 0xff_ffff, 0};
        int[] flags = {0, 0x20, 0x40, 0x60, 0x80, 0xc0, 0x10, 8, 1};
        int[] counts = {1, 2, 8, 9, 0, 0xffff};
        for (int n = 0; n < 300; n++) {
            for (int i = 0; i < 4; i++) {
                int flag = i == 3 ? 0x20 : flags[random.nextInt(flags.length)];
                long high = (long) commands[random.nextInt(commands.length)] << 24 | addresses[random.nextInt(addresses.length)];
                bench.number(0x800 + 8 * i, 8, high << 32 | (long) flag << 24 | counts[random.nextInt(counts.length)]);
            }
            bench.number(72, 4, 0x800 | (random.nextInt(4) == 0 ? 0x10000000 : 0));
            device.blocks.clear();
            for (int i = 0; i < 2_000; i++) device.blocks.add(block(8));
            if (start() == 0) for (int i = 0; i < 2_000 && bench.step(); i++) {}
            if (channel.test(bench.machine(), DEVICE, bench.now()) == 2) channel.halt(bench.machine(), DEVICE, bench.now());
            bench.settle();
            while (channel.accept() != null) {}
            assertEquals(0, channel.test(bench.machine(), DEVICE, bench.now()), "seed " + seed + " case " + n);
        }
    }
}
