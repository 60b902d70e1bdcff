package org.polyvisor.isa.x86lite.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every expectation is from the data sheet PC16550D, whose sections the names give. */
class Uart16550Test {
    private static final int DATA = 0x3f8, IER = 0x3f9, IIR = 0x3fa, FCR = 0x3fa, LCR = 0x3fb, MCR = 0x3fc, LSR = 0x3fd, MSR = 0x3fe,
            SCRATCH = 0x3ff;

    private final List<Integer> sent = new ArrayList<>();
    private boolean interrupt;
    private final Uart16550 uart = new Uart16550(DATA, new SerialLine() {
        @Override
        public void transmit(int character) {
            sent.add(character);
        }

        @Override
        public void connect(Uart16550 port) {}
    }, active -> interrupt = active);

    private int in(int port) {
        return uart.in(port, 0);
    }

    private void out(int port, int value) {
        uart.out(port, value, 0);
    }

    private void receive(String text) {
        uart.receive(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void eightBits() {
        out(LCR, 3);
    }

    @Test
    @DisplayName("table I: after a master reset")
    void reset() {
        assertEquals(0, in(IER));
        assertEquals(1, in(IIR));
        assertEquals(0, in(LCR));
        assertEquals(0, in(MCR));
        assertEquals(0x60, in(LSR));
        assertEquals(0, in(MSR) & 15);
        assertFalse(interrupt);
    }

    @Test
    @DisplayName("8.1: DLAB opens the divisor latch behind the data and interrupt enable registers")
    void divisorLatch() {
        out(IER, 5);
        out(LCR, 0x83);
        out(DATA, 0x34);
        out(IER, 0x12);
        assertEquals(0x34, in(DATA));
        assertEquals(0x12, in(IER));
        eightBits();
        assertEquals(5, in(IER));
        assertEquals(List.of(), sent);
    }

    @Test
    @DisplayName("8.1: bits 0 and 1 of the line control are the length of a character")
    void characterLength() {
        for (int bits = 5; bits <= 8; bits++) {
            out(LCR, bits - 5);
            out(DATA, 0xff);
            receive("ÿ");
            assertEquals((1 << bits) - 1, in(DATA));
        }
        assertEquals(List.of(0x1f, 0x3f, 0x7f, 0xff), sent);
    }

    @Test
    @DisplayName("8.4: data ready goes with the last character read; without FIFOs one character is held at a time")
    void received() {
        eightBits();
        receive("ab");
        assertEquals(0x61, in(LSR));
        assertEquals('a', in(DATA));
        assertEquals('b', in(DATA));
        assertEquals(0x60, in(LSR));
        assertEquals(0, in(DATA));
    }

    @Test
    @DisplayName("8.5, 8.6: enabling and clearing FIFOs, and the identification of enabled FIFOs")
    void fifos() {
        eightBits();
        out(FCR, 1);
        assertEquals(0xc1, in(IIR));
        receive("abc");
        out(FCR, 3);
        assertEquals(0x60, in(LSR));
        receive("d");
        out(FCR, 0);
        assertEquals(1, in(IIR));
        assertEquals(0x60, in(LSR), "changing the enable bit clears the FIFOs");
    }

    @Test
    @DisplayName("8.6: a FIFO at its trigger level is data available, below it the timeout asks")
    void triggerLevels() {
        eightBits();
        out(IER, 1);
        int[] levels = {1, 4, 8, 14};
        for (int i = 0; i < 4; i++) {
            out(FCR, 7 | i << 6);
            receive("x".repeat(levels[i]));
            assertEquals(0xc4, in(IIR), "level " + levels[i]);
            in(DATA);
            assertEquals(i == 0 ? 0xc1 : 0xcc, in(IIR), "below level " + levels[i]);
        }
    }

    @Test
    @DisplayName("what arrives waits on the line while the FIFO is full")
    void nothingIsLost() {
        eightBits();
        out(FCR, 1);
        receive("0123456789abcdefXYZ");
        StringBuilder all = new StringBuilder();
        while ((in(LSR) & 1) != 0) all.append((char) in(DATA));
        assertEquals("0123456789abcdefXYZ", all.toString());
        assertEquals(0, in(LSR) & 2);
    }

    @Test
    @DisplayName("8.7: the transmitter's interrupt comes with its enabling and with every character, and goes when it is identified")
    void transmitterInterrupt() {
        eightBits();
        out(MCR, 8);
        out(IER, 2);
        assertTrue(interrupt);
        assertEquals(2, in(IIR));
        assertFalse(interrupt);
        assertEquals(1, in(IIR));
        out(DATA, 'x');
        assertTrue(interrupt);
        assertEquals(2, in(IIR));
        assertEquals(List.of((int) 'x'), sent);
    }

    @Test
    @DisplayName("table III: line status before data before transmitter before modem status")
    void priorities() {
        eightBits();
        out(MCR, 0x10);
        in(MSR);
        out(IER, 15);
        out(DATA, 'a');
        out(DATA, 'b');
        out(MCR, 0x12);
        assertEquals(6, in(IIR));
        assertEquals(0x63, in(LSR));
        assertEquals(4, in(IIR));
        assertEquals('b', in(DATA), "the receiver buffer is overwritten");
        assertEquals(2, in(IIR));
        assertEquals(0, in(IIR));
        assertEquals(0x11, in(MSR));
        assertEquals(1, in(IIR));
    }

    @Test
    @DisplayName("8.7: in a loop the modem controls are the modem status, and a full FIFO overruns")
    void loop() {
        eightBits();
        out(FCR, 1);
        int[][] pairs = {{0, 0}, {1, 0x20}, {2, 0x10}, {4, 0x40}, {8, 0x80}, {15, 0xf0}};
        for (int[] p : pairs) {
            out(MCR, 0x10 | p[0]);
            assertEquals(p[1], in(MSR) & 0xf0);
        }
        for (int i = 0; i < 17; i++) out(DATA, i);
        assertEquals(0x63, in(LSR));
        for (int i = 0; i < 16; i++) assertEquals(i, in(DATA));
        assertEquals(0x60, in(LSR));
        assertEquals(List.of(), sent);
    }

    @Test
    @DisplayName("8.8: a change of a modem input shows until the status is read; the ring shows its trailing edge")
    void modemChanges() {
        out(MCR, 0x10);
        assertEquals(0x0b, in(MSR));
        assertEquals(0, in(MSR));
        out(MCR, 0x14);
        assertEquals(0x40, in(MSR));
        out(MCR, 0x10);
        assertEquals(4, in(MSR));
        out(MCR, 0);
        assertEquals(0xbb, in(MSR));
    }

    @Test
    @DisplayName("OUT2 opens the way to the interrupt controller; a loop closes it")
    void interruptGate() {
        eightBits();
        out(IER, 1);
        receive("a");
        assertFalse(interrupt);
        out(MCR, 8);
        assertTrue(interrupt);
        out(MCR, 0x18);
        assertFalse(interrupt);
        out(MCR, 8);
        in(DATA);
        assertFalse(interrupt);
    }

    @Test
    @DisplayName("8.11: the scratch register keeps what is written, the status registers do not")
    void scratch() {
        out(SCRATCH, 0x5a);
        out(LSR, 0xff);
        out(MSR, 0xff);
        assertEquals(0x5a, in(SCRATCH));
        assertEquals(0x60, in(LSR));
        assertEquals(0xb0, in(MSR));
    }
}
