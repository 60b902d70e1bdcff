package org.polyvisor.cli.bench;

import java.time.Duration;
import org.polyvisor.isa.platform.Workload;

/** What a competitor prints, the guest's lines among others: finds the two between which is measured. */
final class MarkedOutput {
    private final String name;
    private final Workload.Version version;
    private final String mark;
    private final StringBuilder line = new StringBuilder();
    private String lastLine = "";
    private long lineBegan, began, ended;
    private boolean marked;
    private String wrong = "";

    /**
     * Begins.
     *
     * @param name of the workload
     * @param version a marked one
     */
    MarkedOutput(String name, Workload.Version version) {
        this.name = name;
        this.version = version;
        mark = version.mark().orElseThrow(() -> new IllegalArgumentException(name + " has no line that marks its beginning"));
    }

    /**
     * Takes more text.
     *
     * @param text what has come
     * @param now when, in nanoseconds
     * @return whether the guest has printed its last line
     */
    boolean take(String text, long now) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (line.isEmpty()) lineBegan = now;
            if (c != '\n') line.append(c);
            else if (lineEnds(now)) return true;
        }
        return false;
    }

    /** The mark may follow a prompt; after it the guest's line begins where it begins. */
    private boolean lineEnds(long now) {
        lastLine = line.toString().stripTrailing();
        line.setLength(0);
        if (!marked) {
            marked = lastLine.endsWith(mark);
            began = now;
            return false;
        }
        ended = lineBegan;
        if (lastLine.equals(version.output())) return true;
        if (lastLine.startsWith(name + " ")) wrong = lastLine;
        return !wrong.isEmpty();
    }

    /** What was measured, once the last line has come. */
    Lap lap() {
        return wrong.isEmpty() ? Lap.of(Math.max(1, ended - began) / 1e9, version.repetitions(), 0)
                : Lap.failed("printed '" + wrong + "', not '" + version.output() + "'");
    }

    /** What to say if it never comes. */
    String unfinished(Duration limit) {
        return "ended, or was ended after " + limit.toSeconds() + " s, before it printed '" + (marked ? version.output() : mark)
                + "'; its last line is '" + (line.isEmpty() ? lastLine : line) + "'";
    }
}
