package org.polyvisor.isa.x86lite.platform;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.polyvisor.isa.platform.Console;

/**
 * A terminal at the far end of a serial line. Characters are those of UTF-8, at once where they are complete; CR LF arrives as the
 * end of a line; the key that ends a line sends CR.
 */
final class ConsoleLine implements SerialLine {
    private final Console console;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    private final ByteBuffer incomplete = ByteBuffer.allocate(8);
    private final CharBuffer decoded = CharBuffer.allocate(8);
    private boolean returned;

    ConsoleLine(Console console) {
        this.console = console;
    }

    @Override
    public void transmit(int character) {
        incomplete.put((byte) character).flip();
        decoder.decode(incomplete, decoded, false);
        incomplete.compact();
        decoded.flip();
        String text = decoded.toString();
        decoded.clear();
        if (!text.isEmpty()) show(text);
    }

    /** CR waits for what follows. */
    private void show(String text) {
        if (text.equals("\r")) {
            returned = true;
            return;
        }
        console.write(returned && !text.equals("\n") ? "\r" + text : text);
        returned = false;
    }

    @Override
    public void connect(Uart16550 port) {
        console.connect(text -> port.receive(text.replace('\n', '\r').getBytes(StandardCharsets.UTF_8)));
    }
}
