package org.polyvisor.cli.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Ledger;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.Workload;

/** A workload on a machine of its own, with the default processor, storage and devices. */
public final class ProgramRun implements AutoCloseable {
    private final Workload.Version version;
    private final BareMachine machine;
    private final StringBuilder printed = new StringBuilder();
    private @Nullable Outcome end;
    private long nanoseconds;
    private long began, ended, instructionsBefore, instructionsTill;
    private Place place;
    private boolean crossed;

    /** How far the program is: what is measured lies between its lines, or is all of it if it has only one. */
    private enum Place {
        WARMING_UP, MEASURED, BEYOND
    }

    /**
     * Makes the machine and loads the program.
     *
     * @param set the instruction set
     * @param version the program
     * @param processor makes its processor
     * @param screen is told what the program prints
     * @throws UsageException if it cannot be loaded
     */
    public ProgramRun(InstructionSet set, Workload.Version version, Function<Storage, Host> processor, Consumer<String> screen)
            throws UsageException {
        this.version = version;
        place = version.mark().isPresent() ? Place.WARMING_UP : Place.MEASURED;
        Console console = new Console() {
            @Override
            public void write(String text) {
                long now = System.nanoTime();
                printed.append(text);
                look(now);
                screen.accept(text);
            }

            @Override
            public void connect(Input input) {}
        };
        Architecture a = set.architecture("");
        machine = new BareMachine(set, a, new BareMachine.Settings(set.defaultStorage(), BareMachine.Settings.RATE, _ -> console),
                processor);
        machine.attach(Map.of());
        version.loader().load(machine);
    }

    /** What is measured begins where the mark ends, and ends where the next line begins. */
    private void look(long now) {
        switch (place) {
            case WARMING_UP -> {
                String mark = version.mark().orElseThrow() + "\n";
                if (printed.length() < mark.length() || !printed.substring(printed.length() - mark.length()).equals(mark)) return;
                began = now;
                cross(Place.MEASURED);
            }
            case MEASURED -> {
                ended = now;
                cross(Place.BEYOND);
            }
            case BEYOND -> {}
        }
    }

    /** The machine is to stop, because the number of instructions is known only where it stands. */
    private void cross(Place next) {
        place = next;
        crossed = true;
        machine.schedule(machine.now(), () -> {});
    }

    private boolean crossed() {
        return crossed;
    }

    /**
     * Runs on.
     *
     * @param instructions how many at most
     * @return whether the program has not ended
     */
    public boolean run(long instructions) {
        if (end != null) return false;
        long last = Math.min(Long.MAX_VALUE - machine.instructions(), instructions) + machine.instructions();
        long from = System.nanoTime();
        if (version.mark().isEmpty() && began == 0) began = from;
        Outcome o;
        do {
            crossed = false;
            o = machine.run(new Limits(last - machine.instructions(), Set.of(), Set.of(), this::crossed));
            if (crossed && place == Place.MEASURED) instructionsBefore = machine.instructions();
            if (crossed && place == Place.BEYOND) instructionsTill = machine.instructions();
        } while (o instanceof Outcome.Interrupted);
        nanoseconds += System.nanoTime() - from;
        if (o instanceof Outcome.Budget) return true;
        end = o;
        return false;
    }

    /** {@return how long what is measured took, in seconds on the wall: the program must have come to its end} */
    double measuredSeconds() {
        return Math.max(1, ended - began) / 1e9;
    }

    /** {@return how many instructions were completed from the end of the mark, or the beginning of the program, till the next line} */
    long measuredInstructions() {
        return instructionsTill - instructionsBefore;
    }

    /** {@return exits by cause: of the virtual processor from its host, or of a bare machine's program by interruption} */
    public Map<String, Long> exits() {
        return machine.host() instanceof VirtualProcessor v ? v.ledger().byCause() : machine.exits();
    }

    /** {@return what made its virtual processor leave its host, in the order of {@link Ledger.Cause}; nothing for a bare machine} */
    List<ExitCost> exitCosts() {
        if (!(machine.host() instanceof VirtualProcessor v)) return List.of();
        Ledger l = v.ledger();
        return Arrays.stream(Ledger.Cause.values()).filter(c -> l.count(c) > 0)
                .map(c -> new ExitCost(c.name().toLowerCase(Locale.ROOT), l.count(c), l.nanoseconds(c))).toList();
    }

    /** {@return the machine} */
    public BareMachine machine() {
        return machine;
    }

    /** {@return for how long it ran, on the wall} */
    public long nanoseconds() {
        return nanoseconds;
    }

    /** {@return millions of instructions a second on the wall} */
    public double mips() {
        return nanoseconds == 0 ? 0 : machine.instructions() * 1e3 / nanoseconds;
    }

    /** {@return all that was printed} */
    public String printed() {
        return printed.toString();
    }

    /** {@return what is wrong with how the program ended and with what it printed, if anything} */
    public Optional<String> failure() {
        if (!(end instanceof Outcome.Waiting w) || w.ending() == null || !w.ending().normal())
            return Optional.of("did not end normally: " + (end == null ? "it still runs" : end));
        if (printed.toString().lines().noneMatch(version.output()::equals))
            return Optional.of("printed '" + printed.toString().strip() + "', not '" + version.output() + "'");
        return Optional.empty();
    }

    @Override
    public void close() {
        machine.close();
    }
}
