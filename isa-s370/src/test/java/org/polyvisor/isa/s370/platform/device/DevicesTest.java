package org.polyvisor.isa.s370.platform.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.s370.platform.channel.Bench;
import org.polyvisor.isa.s370.platform.channel.Channel;

class DevicesTest {
    private static final int READER = 0x0c, CONSOLE = 0x1f;
    private static final Charset EBCDIC = Charset.forName("IBM037");

    private final Bench bench = new Bench("s370");
    private final Channel channel = new Channel(bench.host(), 0, 0);

    @BeforeEach
    void attach() throws UsageException {
        channel.attach(READER, new CardReader(CardDeck.of("deck", "first\nsecond\n".getBytes(StandardCharsets.UTF_8), CardDeck.Code.TEXT)));
        channel.attach(CONSOLE, new ConsoleTypewriter(bench.host().console("01F")));
    }

    private int start(int device, String... words) {
        bench.program(words);
        return channel.start(bench.machine(), device, bench.now());
    }

    /** Status and count of the interruption that ends the program. */
    private String run(int device, String... words) {
        assertEquals(0, start(device, words));
        bench.settle();
        return status();
    }

    private String status() {
        Channel.Pending p = channel.accept();
        return p == null ? null : String.format("%08X", p.word().low());
    }

    private String stored(int address, int length) {
        return new String(bench.bytes(address, length), EBCDIC);
    }

    private void message(int address, String text) {
        bench.bytes(address, text.getBytes(EBCDIC));
    }

    @Test
    void aReaderReadsCardsAndThenWantsAnOperator() {
        assertEquals("0C000000", run(READER, "02001000 40000050", "42001050 00000050"));
        assertEquals(String.format("%-80s%-80s", "first", "second"), stored(0x1000, 160));
        assertEquals(1, start(READER, "02001000 00000050"));
        assertEquals(0x0200_0000L, bench.statusWord());
        assertEquals("0C000000", run(READER, "04001000 00000001"));
        assertEquals(0x40, bench.bytes(0x1000, 1)[0]);
        assertEquals("0C000000", run(READER, "04001000 00000001"));
        assertEquals(0, bench.bytes(0x1000, 1)[0], "sense tells once");
    }

    @Test
    void theHopperRunsEmptyInAChain() {
        assertEquals("02000050", run(READER, "02001000 40000050", "02001000 40000050", "02001000 40000050", "03000000 00000001"));
    }

    @Test
    void aCardHas80Columns() {
        assertEquals("0C400000", run(READER, "02001000 00000018"));
        assertEquals("0C400001", run(READER, "02001000 00000051"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "22", "09", "0C", "13"})
    void aReaderRefusesWhatItDoesNotHave(String command) {
        assertEquals(1, start(READER, command + "001000 20000050"));
        assertEquals(0x0200_0000L, bench.statusWord());
        run(READER, "04001000 00000001");
        assertEquals((byte) 0x80, bench.bytes(0x1000, 1)[0]);
    }

    @Test
    void theTypewriterPrintsWithAndWithoutReturn() {
        message(0x1000, "ENTER: ");
        assertEquals("0C000000", run(CONSOLE, "01001000 00000007"));
        assertEquals("ENTER: ", bench.printed());
        assertEquals("0C000000", run(CONSOLE, "09001000 40000005", "09001005 00000001"));
        assertEquals("ENTER\n:\n", bench.printed());
    }

    @Test
    void newLineIsAFunctionAndOtherControlsPrintNothing() {
        bench.bytes(0x1000, new byte[] {0x15, (byte) 0xc1, 0x00, 0x25, 0x05, (byte) 0xc2, -1});
        run(CONSOLE, "01001000 00000007");
        assertEquals("\nA\n\tB", bench.printed());
    }

    @Test
    void aReadWaitsForALine() {
        assertEquals(0, start(CONSOLE, "0A001000 20000050"));
        bench.settle();
        bench.keyboard().type("he");
        bench.keyboard().type("xx\b\bllo");
        bench.settle();
        assertNull(status());
        assertEquals(2, channel.test(bench.machine(), CONSOLE, bench.now()));
        bench.keyboard().type("\nnext");
        assertEquals("hexx\b \b\b \bllo\n", bench.printed());
        bench.settle();
        assertEquals("0C00004B", status());
        assertEquals("hello", stored(0x1000, 5));
    }

    @Test
    void whatIsTypedBeforeWaitsForTheRead() {
        bench.keyboard().type("one\ntwo\n");
        assertEquals("", bench.printed());
        assertEquals("0C000000", run(CONSOLE, "0A001000 00000003"));
        assertEquals("one\n", bench.printed());
        assertEquals("0C400000", run(CONSOLE, "0A001000 00000002"));
        assertEquals("tw", stored(0x1000, 2));
    }

    @Test
    void anEmptyLineIsALine() {
        bench.keyboard().type("\n");
        assertEquals("0C000050", run(CONSOLE, "0A001000 20000050"));
    }

    @Test
    @DisplayName("attention interrupts, and waits for the end of an operation")
    void attention() {
        bench.keyboard().attention();
        assertTrue(bench.requested(0));
        assertEquals("80000000", status());
        assertEquals(0, start(CONSOLE, "0A001000 20000050"));
        bench.keyboard().attention();
        assertFalse(bench.requested(0));
        bench.keyboard().type("\n");
        bench.settle();
        assertEquals("0C000050", status());
        assertEquals("80000000", status());
    }

    @Test
    void theAlarmAndNoOperationAreImmediate() {
        for (String command : new String[] {"0B", "03"}) {
            assertEquals(1, start(CONSOLE, command + "000000 20000001"));
            assertEquals(0x0c00_0000L, bench.statusWord());
        }
        assertEquals("\u0007", bench.printed());
    }

    @Test
    void haltEndsAReadAndWhatWasTypedWaitsForTheNext() {
        assertEquals(0, start(CONSOLE, "0A001000 20000050"));
        bench.keyboard().type("ab");
        assertEquals(1, channel.halt(bench.machine(), CONSOLE, bench.now()));
        bench.settle();
        assertEquals("0C000050", status());
        bench.keyboard().type("cd\n");
        assertEquals("0C00004C", run(CONSOLE, "0A001000 20000050"));
        assertArrayEquals("abcd".getBytes(EBCDIC), bench.bytes(0x1000, 4));
        assertEquals("ab\nabcd\n", bench.printed());
    }

    @Test
    void aLineIsNotLostWhenItsReadIsHaltedAtItsEnd() {
        assertEquals(0, start(CONSOLE, "0A001000 20000050"));
        bench.keyboard().type("ab\ncd\n");
        assertEquals(1, channel.halt(bench.machine(), CONSOLE, bench.now()));
        bench.settle();
        assertEquals("0C000050", status());
        assertEquals("0C00004E", run(CONSOLE, "0A001000 20000050"));
        assertArrayEquals("ab".getBytes(EBCDIC), bench.bytes(0x1000, 2));
        assertEquals("0C00004E", run(CONSOLE, "0A001000 20000050"));
        assertArrayEquals("cd".getBytes(EBCDIC), bench.bytes(0x1000, 2));
    }

    static Stream<Arguments> recordedPrograms() throws IOException {
        try (InputStream in = DevicesTest.class.getResourceAsStream("/org/polyvisor/isa/s370/platform/channel-programs.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#"))
                    .map(l -> Arguments.of((Object[]) l.split(" -> "))).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordedPrograms")
    void channelProgramsEndAsWithHercules(String program, String statusWord) {
        assertEquals(0, start(READER, program.split(", ")));
        bench.settle();
        assertEquals(1, channel.test(bench.machine(), READER, bench.now()));
        assertEquals(statusWord.replace(" ", ""), String.format("%016X", bench.statusWord()).substring(0, statusWord.length() - 1));
    }
}
