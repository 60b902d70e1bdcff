package org.polyvisor.cli.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A pane for each machine, drawn anew ten times a second. */
final class LiveScreen implements Screen {
    private static final long REDRAW_NANOSECONDS = 100_000_000;
    private static final int WIDTH = 78;
    private static final String CSI = "\u001b[";

    private final PrintWriter out;
    private List<DemoMachine> machines = List.of();
    private long drawn;
    private int height;

    LiveScreen(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void open(List<DemoMachine> all) {
        machines = all;
        draw();
    }

    @Override
    public void begins(DemoMachine m) {}

    @Override
    public void printed(DemoMachine m, String text) {}

    @Override
    public void ends(DemoMachine m) {
        draw();
    }

    @Override
    public void round() {
        if (System.nanoTime() - drawn >= REDRAW_NANOSECONDS) draw();
    }

    @Override
    public void close() {
        draw();
    }

    private void draw() {
        StringBuilder b = new StringBuilder();
        if (height > 0) b.append(CSI).append(height).append('A');
        int lines = 0;
        for (DemoMachine m : machines) {
            int rest = WIDTH - 6 - m.name().length() - m.program().length();
            line(b, "┌─ " + CSI + "1m" + m.name() + CSI + "0m ─ " + m.program() + " " + "─".repeat(Math.max(1, rest)) + "┐");
            line(b, bordered(String.format(Locale.ROOT, "%,15d instructions  %,6d slices  %7.1f MIPS  %s", m.instructions(), m.slices(),
                    m.mips(), m.ended() ? "ended" : "running")));
            line(b, bordered("> " + m.printed().lines().reduce("", (_, last) -> last)));
            line(b, "└" + "─".repeat(WIDTH) + "┘");
            lines += 4;
        }
        height = lines;
        out.print(b);
        out.flush();
        drawn = System.nanoTime();
    }

    private static String bordered(String text) {
        String cut = text.length() > WIDTH - 2 ? text.substring(0, WIDTH - 2) : text;
        return "│ " + cut + " ".repeat(WIDTH - 2 - cut.length()) + " │";
    }

    private static void line(StringBuilder b, String text) {
        b.append(CSI).append("2K").append(text).append('\n');
    }
}
