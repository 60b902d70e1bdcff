package org.polyvisor.cli.demo;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.bench.ProgramRun;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.GuestText;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;

/** One machine of the demonstration: it runs one program after the other. */
final class DemoMachine implements AutoCloseable {

    /** A program and what it must print. */
    record Task(Workload workload, Workload.Version version) {}

    private final String name;
    private final InstructionSet set;
    private final ChosenTechnique technique;
    private final Host host;
    private final Screen screen;
    private final List<Task> all;
    private final Queue<Task> waiting;
    private final StringBuilder printed = new StringBuilder();
    private final Map<String, Long> exits = new TreeMap<>();
    private final Map<String, Long> digests = new TreeMap<>();
    private @Nullable ProgramRun run;
    private String program = "";
    private String failure = "";
    private long instructions;
    private long nanoseconds;
    private long slices;

    DemoMachine(String name, InstructionSet set, ChosenTechnique technique, Host host, List<Task> tasks, Screen screen) {
        this.host = host;
        this.name = name;
        this.set = set;
        this.technique = technique;
        this.screen = screen;
        all = List.copyOf(tasks);
        waiting = new ArrayDeque<>(tasks);
    }

    /** Runs a slice. @return whether there is more to do */
    boolean slice(long most) throws UsageException {
        ProgramRun current = run == null ? begin() : run;
        if (current == null) return false;
        slices++;
        if (!current.run(most)) end(current);
        return run != null || !waiting.isEmpty();
    }

    private @Nullable ProgramRun begin() throws UsageException {
        Task next = waiting.poll();
        if (next == null) return null;
        program = next.workload().name();
        run = new ProgramRun(set, next.version(), technique.processor(host), text -> print(GuestText.printable(text)));
        screen.begins(this);
        return run;
    }

    private void print(String text) {
        printed.append(text);
        screen.printed(this, text);
    }

    private void end(ProgramRun ended) {
        instructions += ended.machine().instructions();
        nanoseconds += ended.nanoseconds();
        digests.put(program, ended.machine().processor().storage().digest());
        ended.exits().forEach((cause, n) -> exits.merge(cause, n, Long::sum));
        if (failure.isEmpty()) failure = ended.failure().map(f -> program + " " + f).orElse("");
        ended.close();
        run = null;
        screen.ends(this);
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

    /** The program that runs, or ran last. */
    String program() {
        return program;
    }

    String programs() {
        return all.stream().map(t -> t.workload().name()).collect(Collectors.joining(" "));
    }

    boolean ended() {
        return run == null && waiting.isEmpty();
    }

    long instructions() {
        return instructions + (run == null ? 0 : run.machine().instructions());
    }

    long slices() {
        return slices;
    }

    double seconds() {
        return (nanoseconds + (run == null ? 0 : run.nanoseconds())) / 1e9;
    }

    double mips() {
        return seconds() == 0 ? 0 : instructions() / seconds() / 1e6;
    }

    String printed() {
        return printed.toString().strip();
    }

    /** A digest of all storage at the end of each program. */
    Map<String, Long> digests() {
        return digests;
    }

    /** What was wrong with a program's end or output, if anything. */
    Optional<String> failure() {
        return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
    }

    /** Interruptions by cause, and the ends of slices. */
    Map<String, Long> exits() {
        Map<String, Long> all = new TreeMap<>(exits);
        all.put("slice", slices);
        return all;
    }

    @Override
    public void close() {
        if (run != null) run.close();
    }
}
