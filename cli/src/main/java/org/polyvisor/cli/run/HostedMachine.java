package org.polyvisor.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.UsageException;

/** A virtual machine of a directory file, with its console. */
final class HostedMachine implements AutoCloseable {
    private final MachineBlock block;
    private final ChosenTechnique technique;
    private final Writer screen;
    private final BareMachine machine;
    private final GuestRun run;
    private final @Nullable Dialogue dialogue;
    private @Nullable RunEnd end;
    private long nanoseconds;

    private HostedMachine(MachineBlock block, Writer terminal) throws UsageException {
        this.block = block;
        technique = block.technique();
        Optional<Path> log = block.console();
        screen = log.isEmpty() ? new NamedLines(name(), terminal) : new LogFile(log.get());
        Dialogue[] leader = new Dialogue[1];
        HostConsole console = new HostConsole(screen, t -> {
            if (leader[0] != null) leader[0].printed(t);
        });
        BareMachine.Settings settings = new BareMachine.Settings(block.storage(), BareMachine.Settings.RATE, _ -> console,
                name -> block.base().resolve(name).toString());
        machine = machine(new Preparation(block.set(), block.architecture(), settings, block.options(), block.placements(),
                block.values("set"), block.guest()));
        run = new GuestRun(machine, console, HostInput.none(), Long.MAX_VALUE, Long.MAX_VALUE);
        Optional<Script> script = block.script();
        dialogue = script.isEmpty() ? null : (leader[0] = new Dialogue(script.get(), console, machine));
        if (dialogue != null) run.dialogue(dialogue);
    }

    /** Makes the machine of a block; what is wrong is added to the mistakes. */
    static Optional<HostedMachine> of(MachineBlock block, Writer terminal, List<String> mistakes) {
        List<String> found = block.mistakes();
        mistakes.addAll(found);
        if (!found.isEmpty()) return Optional.empty();
        try {
            return Optional.of(new HostedMachine(block, terminal));
        } catch (UsageException e) {
            mistakes.add(e.getMessage());
            return Optional.empty();
        }
    }

    private BareMachine machine(Preparation p) throws UsageException {
        try {
            return p.machine(technique, Engine.TRANSLATOR);
        } catch (UsageException e) {
            for (String key : List.of("kernel", "guest", "attach", "ipl", "load", "set", "initrd", "append", "boot"))
                if (block.has(key) && String.valueOf(e.getMessage()).contains("--" + key)) throw block.at(key, e);
            if (block.has("storage") && String.valueOf(e.getMessage()).contains("--memory")) throw block.at("storage", e);
            throw block.at("isa", new UsageException("machine " + name() + ": " + e.getMessage()));
        }
    }

    // ---- running

    /** Empties its log: from here on it runs. */
    void begin() throws UsageException {
        if (screen instanceof LogFile log) log.begin();
    }

    /** Runs a slice. Returns whether there is more to do. */
    boolean slice(long instructions) {
        long from = System.nanoTime();
        end = run.step(instructions);
        nanoseconds += System.nanoTime() - from;
        if (end != null) flush();
        return end == null;
    }

    void stop() {
        run.stop();
    }

    private void flush() {
        try {
            screen.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return block.block().name();
    }

    int share() throws UsageException {
        return block.share();
    }

    BareMachine machine() {
        return machine;
    }

    Technique technique() {
        return technique.technique();
    }

    /** How it ended; what its script still expected is a failure. */
    RunEnd end() {
        RunEnd e = end == null ? new RunEnd(ExitCode.INTERRUPTED, "interrupted") : end;
        Optional<String> missing = dialogue == null ? Optional.empty() : dialogue.missing();
        return missing.isPresent() && e.exitCode() == ExitCode.DONE ? new RunEnd(ExitCode.FAILED, missing.get() + " never came") : e;
    }

    RunReport report() {
        return new RunReport(machine, technique(), Engine.TRANSLATOR, nanoseconds, end());
    }

    @Override
    public void close() {
        machine.close();
        try {
            if (block.has("console")) screen.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
