package org.polyvisor.cli.run;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.guest.Guests;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.HostStreams;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.MemorySize;
import org.polyvisor.cli.option.OutputFile;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one machine. */
@Command(name = "run", sortOptions = false, sortSynopsis = false, description = "Run one machine, its console on the terminal.",
        footer = {"", "On a terminal, Ctrl-A X ends the run, Ctrl-A A is the attention key, Ctrl-A Ctrl-A is Ctrl-A."})
public final class RunCommand implements Callable<Integer> {
    private final InstructionSets sets;
    private final HostStreams streams;

    @Spec
    private CommandSpec spec;

    @Option(names = "--isa", required = true, paramLabel = "NAME", description = "The instruction set; 'polyvisor isa list' shows them.")
    private String isa = "";

    @Option(names = "--cpu", paramLabel = "MODEL[,+FEATURE|,-FEATURE]…", description = "The processor; 'polyvisor isa list' shows them.")
    private String cpu = "";

    @Option(names = "--memory", paramLabel = "SIZE", converter = MemorySize.Converter.class, description = "Storage, such as 64M.")
    private @Nullable MemorySize memory;

    @Option(names = "--engine", paramLabel = "ENGINE", converter = Engine.Converter.class, defaultValue = "auto",
            description = "auto, interpreter or translator; default auto.")
    private Engine engine = Engine.AUTO;

    @Option(names = "--technique", paramLabel = "TECHNIQUE", converter = Technique.Converter.class, defaultValue = "bare",
            description = "bare, trap-and-emulate, binary-translation, paravirtual, hardware-assist or auto; default bare.")
    private Technique technique = Technique.BARE;

    @Option(names = "--guest", paramLabel = "NAME|FILE.java",
            description = "Boot a guest of the guest operating system ('polyvisor guest list' shows them), or a program's source.")
    private @Nullable String guest;

    @Option(names = "--load", paramLabel = "FILE@ADDRESS", description = "Put a file into storage, after booting.")
    private List<String> loads = new ArrayList<>();

    @Option(names = "--set", paramLabel = "REGISTER=VALUE", description = "Set a register, after loading; 'polyvisor isa show' lists them.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--max-instructions", paramLabel = "N", description = "Stop after so many instructions (exit code 4).")
    private long maxInstructions = Long.MAX_VALUE;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Stop after so much time on the wall (exit code 4).")
    private double timeout = Double.POSITIVE_INFINITY;

    @Option(names = "--rate", paramLabel = "N", description = "Instructions a second of virtual time; default 100,000,000.")
    private long rate = BareMachine.Settings.RATE;

    @Option(names = "--script", paramLabel = "FILE",
            description = "Lead the dialogue by a script: expect TEXT, send TEXT, attention, wait SECONDS, end.")
    private @Nullable Path script;

    @Option(names = "--stats", paramLabel = "FILE.json", description = "Write figures of the run as JSON.")
    private @Nullable Path stats;

    @Option(names = "--quiet", description = "Print nothing but what the guest prints.")
    private boolean quiet;

    @Mixin
    private LaterOptions later = new LaterOptions();

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     * @param streams whose input is typed on the machine's console
     */
    @Inject
    RunCommand(InstructionSets sets, HostStreams streams) {
        this.sets = sets;
        this.streams = streams;
    }

    /**
     * Adds the options that instruction sets contribute.
     *
     * @param command this command
     * @param sets the instruction sets
     */
    public static void contribute(CommandSpec command, InstructionSets sets) {
        PlatformOptions.contribute(command, sets.all());
    }

    @Override
    public Integer call() throws UsageException, IOException {
        InstructionSet set = sets.named(isa);
        Architecture a = set.architecture(cpu);
        long storage = (memory == null ? new MemorySize(set.defaultStorage()) : memory).checked("--memory", set, a);
        later.refuse();
        positive("--max-instructions", maxInstructions);
        positive("--timeout", timeout);
        positive("--rate", rate);
        Map<String, List<String>> options = PlatformOptions.given(spec.commandLine().getParseResult(), set, sets.all());
        if (!PlatformOptions.boot(options) && loads.isEmpty() && guest == null)
            throw new UsageException("there is nothing to run: give --guest NAME, --load FILE@ADDRESS"
                    + PlatformOptions.bootNames(set).map(n -> " or --" + n).collect(Collectors.joining()));
        if (stats != null) OutputFile.check(stats);
        if (guest != null) PlatformOptions.refuseBoot("--guest " + guest, options);
        List<Placement> placements = new ArrayList<>();
        for (String l : loads) placements.add(Placement.parse(l));
        Script dialogue = script == null ? null : Script.parse(script.toString(), InputFile.text(script));
        ChosenTechnique used = technique.on(a);
        if (technique == Technique.AUTO && !quiet)
            spec.commandLine().getErr().println(spec.qualifiedName() + ": --technique auto: " + used.technique() + ": " + used.why());
        Engine tier = engine.used();
        try (Keyboard keyboard = dialogue == null && HostStreams.interactive() ? new Keyboard() : null) {
            HostInput input = keyboard != null ? keyboard.input() : dialogue != null ? HostInput.none() : PipedInput.of(streams.in());
            Writer screen = keyboard != null ? keyboard.screen() : spec.commandLine().getOut();
            Dialogue[] leader = new Dialogue[1];
            HostConsole console = new HostConsole(screen, text -> {
                if (leader[0] != null) leader[0].printed(text);
            });
            Preparation preparation = new Preparation(set, a, new BareMachine.Settings(storage, rate, _ -> console), options, placements,
                    settings, guest == null ? Optional.empty() : Optional.of(Guests.build(guest, set, a)));
            try (BareMachine machine = preparation.machine(used, tier)) {
                GuestRun run = new GuestRun(machine, console, input, maxInstructions, nanoseconds());
                if (dialogue != null) run.dialogue(leader[0] = new Dialogue(dialogue, console, machine));
                int code = run(run, machine, leader[0], new Kind(used, tier));
                return used.equivalent() || !preparation.differs(used, machine, spec.commandLine().getErr(), quiet) ? code : ExitCode.FAILED;
            }
        }
    }

    private record Kind(ChosenTechnique technique, Engine engine) {}

    private int run(GuestRun run, BareMachine machine, @Nullable Dialogue dialogue, Kind kind) throws UsageException {
        try (Interruption _ = new Interruption(run::stop)) {
            RunEnd end = checked(run.run(), dialogue);
            RunReport report = new RunReport(machine, kind.technique.technique(), kind.engine, run.nanoseconds(), end);
            if (!quiet) spec.commandLine().getErr().println(report.line());
            if (stats != null) OutputFile.write(stats, report.json() + "\n");
            return end.exitCode();
        }
    }

    /** What a script expects must have come, unless a limit was reached before. */
    private RunEnd checked(RunEnd end, @Nullable Dialogue dialogue) {
        String missing = dialogue == null ? null : dialogue.missing().orElse(null);
        if (missing == null) return end;
        spec.commandLine().getErr().println(spec.qualifiedName() + ": " + missing + " never came");
        return end.exitCode() == 0 ? new RunEnd(ExitCode.FAILED, end.reason(), end.code()) : end;
    }

    private long nanoseconds() {
        return timeout * 1e9 >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) (timeout * 1e9);
    }

    private static void positive(String option, Number value) throws UsageException {
        if (!(value.doubleValue() > 0)) throw new UsageException(option + " " + value + ": give a number above 0");
    }
}
