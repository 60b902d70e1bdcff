package org.polyvisor.cli.bench;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.Table;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures guest instructions a second. */
@Command(name = "bench", sortOptions = false,
        description = "Measure guest MIPS (millions of instructions a second) of each workload on each instruction set.",
        footer = {"", "Each run is a new machine; what the program prints is checked. It prints a line when it has warmed up, and is",
            "measured from there to its next line: no start-up counts on any side. The translator runs the sustained versions but of",
            "'" + Workload.EXITS + "', the interpreter the full ones. The figure is the median of the runs.",
            "OF NAME: our speed as a multiple of another's that runs in turn with ours, the median of the rounds' ratios: above 1, ours",
            "is the faster. A virtual machine runs in turn with a bare one, the translator with the interpreter if both are asked",
            "for, a bare machine with other emulators that are installed. Who runs fewer repetitions is compared by those a second.",
            "The geometric means leave '" + Workload.EXITS + "' out, which no other emulator runs. Without --technique all run bare, and",
            "'" + Workload.EXITS + "' under every technique under which the guest does the same, too.",
            "NS PER EXIT: how long the host is left, on average, by cause: a privileged or intercepted instruction (interception)",
            "is simulated, a call or the guest's own trap (reflection) is delivered, a translation is filled in mid-instruction.",
            "About one exit in 32 is timed, so that a cause that seldom occurs may have no figure."})
public final class BenchCommand implements Callable<Integer> {
    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which workloads; default all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--isa", paramLabel = "NAME", description = "Only this instruction set.")
    private @Nullable String isa;

    @Option(names = "--engine", paramLabel = "ENGINE[,ENGINE]", defaultValue = "auto",
            description = "auto, interpreter, translator, or both: interpreter,translator; default auto.")
    private String engine = "auto";

    @Option(names = "--technique", paramLabel = "TECHNIQUE", converter = Technique.Converter.class,
            description = "bare, trap-and-emulate, binary-translation, paravirtual, hardware-assist or auto.")
    private @Nullable Technique technique;

    @Option(names = "--against", paramLabel = "NAME[,NAME]",
            description = "Other emulators to run in turn: names, none, or all that are installed; default all, with --brief none.")
    private @Nullable String against;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "How many rounds, in which each runs once; default 3.")
    private int runs = 3;

    @Option(names = "--brief", description = "Run the brief versions, which show that all works but not how fast.")
    private boolean brief;

    @Option(names = "--json", description = "Print a JSON object a line.")
    private boolean json;

    @Option(names = "--quiet", description = "Print no progress.")
    private boolean quiet;

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    BenchCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        List<InstructionSet> chosen = isa == null ? sets.all() : List.of(sets.named(isa));
        List<Engine> tiers = engines(engine);
        if (runs < 1) throw new UsageException("--runs " + runs + ": give a number above 0");
        checkNames(chosen);
        Opponents opponents = Opponents.of(chosen, against != null ? against : brief ? "none" : "all");
        PrintWriter out = spec.commandLine().getOut(), err = spec.commandLine().getErr();
        List<String> others = new ArrayList<>(tiers.subList(0, tiers.size() - 1).stream().map(Engine::toString).toList());
        others.addAll(opponents.names());
        SpeedTable speeds = new SpeedTable(others);
        Table exits = new Table("ISA", "WORKLOAD", "TECHNIQUE", "CAUSE", "EXITS", "NS PER EXIT");
        int code = ExitCode.DONE;
        for (InstructionSet set : chosen) {
            for (Workload w : set.workloads()) {
                if (!names.isEmpty() && !names.contains(w.name())) continue;
                for (ChosenTechnique used : techniques(set, w)) {
                    if (!quiet && !json) err.println("running " + w.name() + " on " + set.name() + " " + used.technique());
                    Measurement.Plan plan = new Measurement.Plan(tiers, used, opponents.on(set), brief, runs);
                    for (Measurement m : Measurement.of(set, w, plan)) {
                        if (json) out.println(m.json());
                        else rows(m, speeds, exits);
                        for (String failure : m.failures()) {
                            err.println(spec.qualifiedName() + ": " + w.name() + " on " + set.name() + " " + failure);
                            code = ExitCode.FAILED;
                        }
                    }
                    out.flush();
                }
            }
        }
        if (!json) print(out, speeds, exits);
        if (!quiet || !json) opponents.notInstalled().ifPresent(json ? err::println : out::println);
        return code;
    }

    /** {@return which engines run, the slower one first} */
    private static List<Engine> engines(String text) throws UsageException {
        if (text.equals("both")) return List.of(Engine.INTERPRETER, Engine.TRANSLATOR);
        Set<Engine> engines = EnumSet.noneOf(Engine.class);
        for (String name : text.split(",", -1)) {
            try {
                engines.add(Engine.named(name).used());
            } catch (UsageException e) {
                throw new UsageException("--engine " + text + ": " + e.getMessage() + ", both");
            }
        }
        return List.copyOf(engines);
    }

    private List<ChosenTechnique> techniques(InstructionSet set, Workload w) throws UsageException {
        Architecture a = set.architecture("");
        if (technique != null) return List.of(technique.on(a));
        List<ChosenTechnique> all = new ArrayList<>();
        for (Technique t : Technique.COMPARED) {
            ChosenTechnique c = t.on(a);
            if (t == Technique.BARE || w.name().equals(Workload.EXITS) && c.equivalent()) all.add(c);
        }
        return all;
    }

    private static void rows(Measurement m, SpeedTable speeds, Table exits) {
        speeds.add(m);
        for (ExitCost e : m.exits()) {
            String cost = e.nanoseconds().stream().mapToObj(n -> String.format(Locale.ROOT, "%.0f", n)).collect(Collectors.joining());
            exits.row(m.isa(), m.workload(), m.technique(), e.cause(), e.count(), cost);
        }
    }

    private static void print(PrintWriter out, SpeedTable speeds, Table exits) {
        speeds.lines().forEach(out::println);
        if (exits.rows().isEmpty()) return;
        out.println();
        exits.lines().forEach(out::println);
    }

    private void checkNames(List<InstructionSet> chosen) throws UsageException {
        Set<String> known = new LinkedHashSet<>();
        for (InstructionSet s : chosen) for (Workload w : s.workloads()) known.add(w.name());
        if (known.isEmpty()) throw new UsageException("there are no workloads for " + (isa == null ? "what is installed" : isa));
        for (String n : names)
            if (!known.contains(n)) throw new UsageException("there is no workload '" + n + "': there are " + String.join(", ", known));
    }
}
