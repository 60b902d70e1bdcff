package org.polyvisor.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.GuestText;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.GuestProgram;
import org.polyvisor.guest.Transcript;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;

/** One machine of the demonstration: it runs the guest operating system with programs. */
final class DemoMachine implements AutoCloseable {
    private final String name;
    private final InstructionSet set;
    private final ChosenTechnique technique;
    private final BuiltGuest guest;
    private final Screen screen;
    private final BareMachine machine;
    private final StringBuilder printed = new StringBuilder();
    private @Nullable Outcome end;
    private long nanoseconds;
    private final List<Double> paces = new ArrayList<>();

    /**
     * Makes a machine with the default storage and devices, and boots the guest.
     *
     * @param host what a virtual processor is laid on
     */
    DemoMachine(String name, InstructionSet set, ChosenTechnique technique, Host host, BuiltGuest guest, Screen screen)
            throws UsageException {
        this.name = name;
        this.set = set;
        this.technique = technique;
        this.guest = guest;
        this.screen = screen;
        Console console = new Console() {
            @Override
            public void write(String text) {
                print(GuestText.printable(text));
            }

            @Override
            public void connect(Input input) {}
        };
        machine = new BareMachine(set, guest.architecture(), new BareMachine.Settings(set.defaultStorage(), BareMachine.Settings.RATE,
                _ -> console), technique.processor(host));
        machine.host().tier(Tier.TRANSLATOR);
        machine.attach(Map.of());
        guest.boot(machine);
    }

    /** Runs a slice. Returns whether there is more to do. */
    boolean slice(long time) {
        if (end != null) return false;
        if (paces.isEmpty()) screen.begins(this);
        long from = System.nanoTime(), before = machine.instructions();
        Outcome o = machine.run(Limits.slice(time));
        long took = System.nanoTime() - from, done = machine.instructions() - before;
        nanoseconds += took;
        paces.add(done < time / 2 ? Double.NaN : (double) took / done);
        if (o instanceof Outcome.Budget) return true;
        end = o;
        screen.ends(this);
        return false;
    }

    private void print(String text) {
        printed.append(text);
        screen.printed(this, text);
    }

    String name() {
        return name;
    }

    String isa() {
        return set.name();
    }

    Technique technique() {
        return technique.technique();
    }

    /** The guest that runs on it. */
    String guest() {
        return guest.definition().name();
    }

    String programs() {
        return guest.definition().programs().stream().map(GuestProgram::name).collect(Collectors.joining(" "));
    }

    boolean ended() {
        return end != null;
    }

    long instructions() {
        return machine.instructions();
    }

    long slices() {
        return paces.size();
    }

    /**
     * By what part of another machine's time this one took longer, instruction for instruction: the median of the slices in which
     * both were busy with the same part of the same program. Nothing if there was none.
     */
    OptionalDouble overhead(DemoMachine bare) {
        double[] ratios = IntStream.range(0, Math.min(paces.size(), bare.paces.size()))
                .mapToDouble(i -> paces.get(i) / bare.paces.get(i)).filter(r -> !Double.isNaN(r)).sorted().toArray();
        int n = ratios.length;
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((ratios[(n - 1) / 2] + ratios[n / 2]) / 2 - 1);
    }

    double seconds() {
        return nanoseconds / 1e9;
    }

    double mips() {
        return nanoseconds == 0 ? 0 : machine.instructions() * 1e3 / nanoseconds;
    }

    String printed() {
        return printed.toString().strip();
    }

    /** A digest of all storage. */
    long digest() {
        return machine.processor().storage().digest();
    }

    /** What was wrong with its end or with what it printed, if anything. */
    Optional<String> failure() {
        if (!(end instanceof Outcome.Waiting w) || w.ending() == null || !w.ending().normal())
            return Optional.of("did not end normally: " + (end == null ? "it still runs" : end));
        return Transcript.of(guest.definition()).difference(printed.toString());
    }

    /** Exits of a virtual processor from its host, or interruptions of a bare machine, by cause, and the ends of slices. */
    Map<String, Long> exits() {
        Map<String, Long> all = new TreeMap<>(machine.host() instanceof VirtualProcessor v ? v.ledger().byCause() : machine.exits());
        all.put("slice", slices());
        return all;
    }

    @Override
    public void close() {
        machine.close();
    }
}
