package org.polyvisor.isa.x86lite.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.platform.Console;

class ConsoleLineTest {
    private final StringBuilder shown = new StringBuilder();
    private Console.Input input;
    private final ConsoleLine line = new ConsoleLine(new Console() {
        @Override
        public void write(String text) {
            shown.append(text);
        }

        @Override
        public void connect(Input device) {
            input = device;
        }
    });

    private void transmit(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) line.transmit(b & 0xff);
    }

    @Test
    void aCharacterIsShownAtOnceWhenItIsComplete() {
        line.transmit(0xc3);
        assertEquals("", shown.toString());
        line.transmit(0xa4);
        assertEquals("ä", shown.toString());
        transmit("€ 𝄞.");
        assertEquals("ä€ 𝄞.", shown.toString());
    }

    @Test
    void bytesThatAreNoCharacterAreReplaced() {
        line.transmit(0xff);
        line.transmit(0xe2);
        line.transmit('x');
        assertEquals("\ufffd\ufffdx", shown.toString());
    }

    @Test
    void carriageReturnAndLineFeedEndALine() {
        transmit("one\r\ntwo\nthree\rTHREE\r\n");
        assertEquals("one\ntwo\nthree\rTHREE\n", shown.toString());
    }

    @Test
    void theKeyThatEndsALineSendsCarriageReturn() {
        Uart16550 uart = new Uart16550(0, line, InterruptLine.OPEN);
        line.connect(uart);
        uart.out(3, 3, 0);
        input.type("é\n");
        StringBuilder received = new StringBuilder();
        while ((uart.in(5, 0) & 1) != 0) received.append(Integer.toHexString(uart.in(0, 0))).append(' ');
        assertEquals("c3 a9 d ", received.toString());
    }
}
