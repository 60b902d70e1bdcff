package org.polyvisor.cli.run;

import java.math.BigDecimal;
import java.util.Optional;
import org.polyvisor.isa.platform.PlatformHost;

/** A script at work. It acts at points of virtual time, so that a run is the same each time. */
final class Dialogue {
    private final Script script;
    private final HostConsole console;
    private final PlatformHost host;
    private final StringBuilder unmatched = new StringBuilder();
    private int next;
    private boolean waiting;
    private boolean scheduled;
    private boolean ended;

    Dialogue(Script script, HostConsole console, PlatformHost host) {
        this.script = script;
        this.console = console;
        this.host = host;
        schedule();
    }

    /** Goes on after the instruction that is under way. */
    private void schedule() {
        if (scheduled) return;
        scheduled = true;
        host.schedule(host.now(), () -> {
            scheduled = false;
            advance();
        });
    }

    /** Takes note of what the console prints. */
    void printed(String text) {
        unmatched.append(text);
        if (!waiting && script.steps().size() > next && script.steps().get(next) instanceof Script.Step.Expect e
                && position(e) >= 0) schedule();
    }

    /** Where the text begins, or −1; then all is forgotten that cannot be part of it any more. */
    private int position(Script.Step.Expect e) {
        int at = unmatched.indexOf(e.text());
        if (at < 0) unmatched.delete(0, Math.max(0, unmatched.length() - e.text().length()));
        return at;
    }

    private void advance() {
        while (next < script.steps().size() && !waiting && !ended) {
            switch (script.steps().get(next)) {
                case Script.Step.Expect e -> {
                    int at = position(e);
                    if (at < 0) return;
                    unmatched.delete(0, at + e.text().length());
                }
                case Script.Step.Send s -> console.type(s.text() + "\n");
                case Script.Step.Attention _ -> console.attention();
                case Script.Step.Wait w -> pause(w.seconds());
                case Script.Step.End _ -> end();
            }
            next++;
        }
    }

    private void pause(BigDecimal seconds) {
        waiting = true;
        long instructions = seconds.multiply(BigDecimal.valueOf(host.rate())).longValue();
        host.schedule(host.now() + instructions, () -> {
            waiting = false;
            advance();
        });
    }

    private void end() {
        ended = true;
        host.schedule(host.now(), () -> {}); // ends the slice that is under way
    }

    /** Whether the script has ended the run. */
    boolean ended() {
        return ended;
    }

    /** The first {@code expect} that has not come, as the user wrote it. */
    Optional<String> missing() {
        if (ended) return Optional.empty();
        return script.steps().stream().skip(next).filter(Script.Step.Expect.class::isInstance).map(Script.Step.Expect.class::cast)
                .findFirst()
                .map(e -> script.name() + ":" + e.line() + ": expect " + e.text());
    }
}
