package org.polyvisor.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Types what arrives on standard input, which is no terminal. */
final class PipedInput implements Runnable {
    private final InputStream in;
    private final HostInput input;

    private PipedInput(InputStream in, HostInput input) {
        this.in = in;
        this.input = input;
    }

    static HostInput of(InputStream in) {
        HostInput input = new HostInput();
        Thread.ofPlatform().daemon().name("standard-input").start(new PipedInput(in, input));
        return input;
    }

    @Override
    public void run() {
        char[] buffer = new char[4096];
        try (InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                String text = new String(buffer, 0, n).replace("\r", "");
                if (!text.isEmpty()) input.add(new HostEvent.Typed(text));
            }
        } catch (IOException _) {
            // an input that breaks has ended
        } finally {
            input.end();
        }
    }
}
