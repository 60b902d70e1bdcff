package org.polyvisor.cli.demo;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines, each with the machine's name before it. */
final class PlainScreen implements Screen {
    private final PrintWriter out;
    private final Map<DemoMachine, StringBuilder> lines = new HashMap<>();

    PlainScreen(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void open(List<DemoMachine> machines) {}

    @Override
    public void begins(DemoMachine m) {
        out.println("[" + m.name() + "] begins guest " + m.guest() + " under " + m.technique() + ": " + m.programs());
    }

    @Override
    public void printed(DemoMachine m, String text) {
        StringBuilder line = lines.computeIfAbsent(m, _ -> new StringBuilder()).append(text);
        for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
            out.println("[" + m.name() + "] " + line.substring(0, end));
            line.delete(0, end + 1);
        }
    }

    @Override
    public void ends(DemoMachine m) {
        out.println(String.format(Locale.ROOT, "[%s] has ended: %,d instructions in %,d slices", m.name(),
                m.instructions(), m.slices()));
    }

    @Override
    public void tells(String machine, String text) {
        out.println("[" + machine + "] " + text);
    }

    @Override
    public void round() {}

    @Override
    public void close() {
        out.flush();
    }
}
