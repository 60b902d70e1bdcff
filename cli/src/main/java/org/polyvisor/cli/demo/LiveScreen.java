package org.polyvisor.cli.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A pane for each machine, drawn anew ten times a second. */
final class LiveScreen implements Screen {
    private static final long REDRAW_NANOSECONDS = 100_000_000;
    private static final int WIDTH = 78;
    private static final String CSI = "\u001b[";

    private final PrintWriter out;
    private List<DemoMachine> machines = List.of();
    private final Map<String, String> told = new TreeMap<>();
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
    public void tells(String machine, String text) {
        told.put(machine, text);
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
            int rest = WIDTH - 6 - m.name().length() - m.technique().toString().length();
            line(b, "┌─ " + CSI + "1m" + m.name() + CSI + "0m ─ " + m.technique() + " " + "─".repeat(Math.max(1, rest)) + "┐");
            line(b, bordered(String.format(Locale.ROOT, "%,15d instructions  %,6d slices  %7.1f MIPS  %s", m.instructions(), m.slices(),
                    m.mips(), m.ended() ? "ended" : "running")));
            line(b, bordered(last(m)));
            line(b, "└" + "─".repeat(WIDTH) + "┘");
            lines += 4;
        }
        for (Map.Entry<String, String> t : told.entrySet()) {
            line(b, cut("  " + t.getKey() + ": " + t.getValue(), WIDTH + 2));
            lines++;
        }
        height = lines;
        out.print(b);
        out.flush();
        drawn = System.nanoTime();
    }

    /** The end of a rogue program stays in view, else what was printed last. */
    private static String last(DemoMachine m) {
        String end = m.printed().lines().filter(l -> l.startsWith("* ") && l.contains(" abend: ")).reduce("", (_, last) -> last);
        String line = m.printed().lines().reduce("", (_, last) -> last);
        return "> " + (end.isEmpty() || m.ended() ? line : end + "  > " + line);
    }

    private static String bordered(String text) {
        String cut = cut(text, WIDTH - 2);
        return "│ " + cut + " ".repeat(WIDTH - 2 - cut.length()) + " │";
    }

    private static String cut(String text, int width) {
        return text.length() > width ? text.substring(0, width - 1) + "…" : text;
    }

    private static void line(StringBuilder b, String text) {
        b.append(CSI).append("2K").append(text).append('\n');
    }
}
