package org.polyvisor.cli.run;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.OutputFile;
import org.polyvisor.cli.output.Json;
import org.polyvisor.cli.output.Table;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Scheduler;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the virtual machines of a directory file. */
@Command(name = "host", sortOptions = false, description = "Run a hypervisor with the virtual machines of a directory file.",
        footer = {"", "A block 'machine NAME' has indented lines 'KEY VALUE': isa cpu storage share",
            "technique attach kernel initrd append ipl boot guest load set script console;",
            "values as in 'polyvisor run'. A leading block 'host' has: slice, in",
            "instructions or milliseconds of virtual time (10ms). '#' begins a comment.",
            "Names of files are relative to FILE. The exit code is the highest of the",
            "machines'."})
public final class HostCommand implements Callable<Integer> {
    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The directory.")
    private Path file = Path.of("");

    @Option(names = "--stats", paramLabel = "FILE.json", description = "Write figures of each machine, and of the scheduler, as JSON.")
    private @Nullable Path stats;

    @Option(names = "--json", description = "At the end print, in place of the table, a JSON object for each machine, on standard output.")
    private boolean json;

    @Option(names = "--quiet", description = "Print nothing but what the guests print.")
    private boolean quiet;

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    HostCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        Directory directory = Directory.parse(InputFile.text(file));
        if (stats != null) OutputFile.check(stats);
        List<String> mistakes = new ArrayList<>(directory.mistakes());
        long slice = slice(directory.host(), mistakes);
        List<HostedMachine> machines = new ArrayList<>();
        try {
            PrintWriter out = spec.commandLine().getOut();
            Path base = file.toAbsolutePath().resolveSibling("");
            for (Directory.Block b : directory.machines())
                HostedMachine.of(new MachineBlock(b, base, sets), out, mistakes).ifPresent(machines::add);
            sharedLogs(directory, base, mistakes);
            mistakes.sort(Comparator.comparingInt(HostCommand::line));
            if (!mistakes.isEmpty())
                throw new UsageException(mistakes.stream().map(m -> file + ": " + m).collect(Collectors.joining("\n")));
            return run(machines, new Scheduler(slice));
        } finally {
            machines.forEach(HostedMachine::close);
        }
    }

    private static int line(String mistake) {
        return mistake.startsWith("line ") ? Integer.parseInt(mistake.substring(5, mistake.indexOf(':'))) : Integer.MAX_VALUE;
    }

    /** Two machines that wrote to one file would overwrite each other's lines. */
    private static void sharedLogs(Directory directory, Path base, List<String> mistakes) {
        Map<Path, String> logs = new LinkedHashMap<>();
        for (Directory.Block b : directory.machines()) {
            Directory.Entry e = b.get("console");
            String other = e == null ? null : logs.putIfAbsent(base.resolve(e.text()).normalize(), b.name());
            if (e != null && other != null)
                mistakes.add("line " + e.line() + ": console " + e.text() + ": machine " + other + " writes there: give each its own file");
        }
    }

    private static long slice(Directory.Block host, List<String> mistakes) {
        for (String key : List.of("frames", "volume", "threads")) {
            Directory.Entry e = host.get(key);
            if (e != null) mistakes.add("line " + e.line() + ": " + key + " has not arrived yet: leave it out");
        }
        Directory.Entry e = host.get("slice");
        if (e == null) return Scheduler.SLICE;
        if (e.text().matches("[1-9]\\d{0,9}")) return Long.parseLong(e.text());
        if (e.text().matches("[1-9]\\d{0,5} ?ms"))
            return Long.parseLong(e.text().replaceAll("\\D", "")) * BareMachine.Settings.RATE / 1000;
        mistakes.add("line " + e.line() + ": slice " + e.text() + ": give a number of instructions above 0, or of milliseconds such as 10ms");
        return Scheduler.SLICE;
    }

    private int run(List<HostedMachine> machines, Scheduler scheduler) throws UsageException {
        for (HostedMachine m : machines) {
            m.begin();
            scheduler.add(m.name(), m.share(), m::slice);
        }
        try (Interruption _ = new Interruption(() -> machines.forEach(HostedMachine::stop))) {
            scheduler.run();
            return report(machines, scheduler);
        }
    }

    /** Tells how all ended. Returns the highest exit code. */
    private int report(List<HostedMachine> machines, Scheduler scheduler) throws UsageException {
        Table table = new Table("MACHINE", "ISA", "TECHNIQUE", "INSTRUCTIONS", "SECONDS", "MIPS", "EXITS BY CAUSE", "END");
        int code = 0;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < machines.size(); i++) {
            HostedMachine m = machines.get(i);
            Scheduler.Turn turn = scheduler.turns().get(i);
            RunReport report = m.report();
            code = Math.max(code, m.end().exitCode());
            double seconds = turn.nanoseconds() / 1e9;
            table.row(m.name(), m.machine().architecture().name(), m.technique(), m.machine().instructions(),
                    String.format(Locale.ROOT, "%.2f", seconds), m.machine().instructions() / Math.max(seconds, 1e-9) / 1e6,
                    report.exits().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", ")),
                            m.end());
            lines.add("{\"machine\":" + Json.line(m.name()) + "," + report.json().substring(1));
        }
        spec.commandLine().getOut().flush();
        if (json) lines.forEach(spec.commandLine().getOut()::println);
        else if (!quiet) table.lines().forEach(spec.commandLine().getErr()::println);
        if (stats != null) write(stats, lines, scheduler);
        return code;
    }

    private static void write(Path to, List<String> machines, Scheduler scheduler) throws UsageException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rounds", scheduler.rounds());
        figures.put("slices", scheduler.turns().stream().collect(Collectors.toMap(Scheduler.Turn::name, Scheduler.Turn::slices, (a, _) -> a,
                LinkedHashMap::new)));
        OutputFile.write(to, "{\"machines\":[" + String.join(",", machines) + "],\"scheduler\":" + Json.line(figures) + "}\n");
    }
}
