package org.polyvisor.cli.run;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.platform.Platform;

/** A machine while it runs, with its user. */
final class GuestRun {
    private static final long POLL_MILLISECONDS = 200;

    private final BareMachine machine;
    private final HostConsole console;
    private final HostInput input;
    private final long mostInstructions;
    private final long mostNanoseconds;
    private @Nullable Dialogue dialogue;
    private long deadline = Long.MAX_VALUE;
    private long nanoseconds;
    private volatile boolean stopped;

    /**
     * Prepares a run.
     *
     * @param machine booted
     * @param console its console
     * @param input what the user does
     * @param mostInstructions when to stop it
     * @param mostNanoseconds of wall time, when to stop it; {@link Long#MAX_VALUE}: never
     */
    GuestRun(BareMachine machine, HostConsole console, HostInput input, long mostInstructions, long mostNanoseconds) {
        this.machine = machine;
        this.console = console;
        this.input = input;
        this.mostInstructions = mostInstructions;
        this.mostNanoseconds = mostNanoseconds;
    }

    /** Lets a script lead the dialogue. */
    void dialogue(Dialogue script) {
        dialogue = script;
    }

    /** Wall time for which the machine ran, waits for the user excluded. */
    long nanoseconds() {
        return nanoseconds;
    }

    /** Ends the run from another thread. */
    void stop() {
        stopped = true;
        input.end();
    }

    RunEnd run() {
        long began = System.nanoTime();
        deadline = mostNanoseconds == Long.MAX_VALUE ? Long.MAX_VALUE : began + mostNanoseconds;
        while (true) {
            RunEnd end = obey();
            if (end == null) end = after(slice(mostInstructions - machine.instructions(), Long.MAX_VALUE));
            if (end != null) {
                console.flush();
                return end;
            }
        }
    }

    /**
     * Goes on for a while.
     *
     * @param instructions how many are completed at most
     * @return why it ended; null: there is more to do
     */
    public @Nullable RunEnd step(long instructions) {
        RunEnd end = obey();
        if (end != null) return end;
        Outcome o = slice(Math.min(instructions, mostInstructions - machine.instructions()), instructions);
        console.flush();
        if (o instanceof Outcome.Interrupted) return obey();
        return o instanceof Outcome.Budget && machine.instructions() < mostInstructions ? null : after(o);
    }

    private Outcome slice(long left, long time) {
        long from = System.nanoTime();
        Outcome o = machine.run(new Limits(left, Set.of(), Set.of(), this::disturbed, time));
        nanoseconds += System.nanoTime() - from;
        return o;
    }

    /** Asked between slices. */
    private boolean disturbed() {
        console.flush();
        return stopped || console.broken() || input.pending() || dialogue != null && dialogue.ended() || late();
    }

    private boolean late() {
        return deadline != Long.MAX_VALUE && System.nanoTime() - deadline >= 0;
    }

    private @Nullable RunEnd obey() {
        for (HostEvent e = input.take(); e != null; e = input.take()) {
            switch (e) {
                case HostEvent.Typed t -> console.type(t.text());
                case HostEvent.Attention _ -> console.attention();
                case HostEvent.Operator _ -> console.write("\n[the operator's console has not arrived yet; Ctrl-A X ends the run]\n");
                case HostEvent.End _ -> {
                    return new RunEnd(ExitCode.DONE, "ended by the user");
                }
            }
        }
        if (stopped) return new RunEnd(ExitCode.INTERRUPTED, "interrupted");
        if (console.broken()) return new RunEnd(ExitCode.FAILED, "the console's output cannot be written");
        if (dialogue != null && dialogue.ended()) return new RunEnd(ExitCode.DONE, "ended by the script");
        return late() ? new RunEnd(ExitCode.LIMIT, "reached the limit of --timeout") : null;
    }

    private @Nullable RunEnd after(Outcome o) {
        return switch (o) {
            case Outcome.Interrupted _ -> null;
            case Outcome.Budget _ -> new RunEnd(ExitCode.LIMIT, "reached the limit of --max-instructions");
            case Outcome.Waiting w -> waiting(w.ending());
            case Outcome.Stopped s -> new RunEnd(ExitCode.ABNORMAL, "stopped: " + s.why());
            case Outcome.Shutdown _ -> new RunEnd(ExitCode.ABNORMAL, "shut down: an interruption could not be delivered");
            case Outcome.Stop _, Outcome.Intercepted _ -> throw new IllegalStateException("nobody asked for " + o);
        };
    }

    private @Nullable RunEnd waiting(Platform.@Nullable Ending ending) {
        if (ending != null) return new RunEnd(ending.normal() ? ExitCode.DONE : ExitCode.ABNORMAL, ending.reason(), ending.code());
        if (dialogue != null && dialogue.ended()) return null;
        console.flush();
        if (input.ended()) return new RunEnd(ExitCode.DONE, "waits for input, which has ended");
        input.await(POLL_MILLISECONDS);
        return null;
    }
}
