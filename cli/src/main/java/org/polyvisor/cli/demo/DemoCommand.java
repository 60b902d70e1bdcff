package org.polyvisor.cli.demo;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.guest.Guests;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.HostStreams;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.Json;
import org.polyvisor.cli.output.Table;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what there is: machines of every instruction set at once. */
@Command(name = "demo", sortOptions = false,
        description = "Run three machines of each instruction set at once, two of them virtual, beside one gone wild; measure them.",
        footer = "Each runs the guest operating system with real programs, one of them a rogue that its kernel ends.")
public final class DemoCommand implements Callable<Integer> {
    /** 10 ms of virtual time at the default rate. */
    private static final long SLICE = 1_000_000;

    /** The JVM has compiled what matters if running everything again took this part of the time, or after so long. */
    private static final double STEADY = 0.9, WARM_SECONDS = 15;

    private static final String ROGUE = "overwriter, then random bytes";
    private static final long SEED = 1972;
    private static final String GUEST = "demo";
    private static final String BRIEF = "rogues";
    private static final String OVERWRITER = "overwriter";
    private static final String EXPECTED = "as expected";

    private static final List<Technique> TECHNIQUES = List.of(Technique.BARE, Technique.AUTO, Technique.HARDWARE_ASSIST);

    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Option(names = "--brief", description = "Run programs that end soon.")
    private boolean brief;

    @Option(names = "--report", paramLabel = "FILE", description = "Where the report goes; default polyvisor-report.html.")
    private @Nullable Path report;

    @Option(names = "--json", description = "Print the table as a JSON object a line.")
    private boolean json;

    @Option(names = "--quiet", description = "Print the table alone.")
    private boolean quiet;

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    DemoCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        PrintWriter out = spec.commandLine().getOut();
        boolean silent = quiet || json;
        Path page = report == null ? Report.place() : report;
        Report.prepare(page);
        PrintWriter shown = silent ? new PrintWriter(Writer.nullWriter()) : out;
        Screen screen = !silent && HostStreams.interactive() ? new LiveScreen(out) : new PlainScreen(shown);
        Map<String, Host> hosts = new LinkedHashMap<>();
        for (InstructionSet set : sets.all()) {
            Architecture a = set.architecture("");
            hosts.put(set.name(), new Processor(a, new Storage(a, 1L << a.pageBits())));
        }
        Map<InstructionSet, BuiltGuest> guests = guests();
        warm(hosts, guests);
        List<DemoMachine> machines = machines(hosts, guests, screen);
        List<Rogue> rogues = rogues(hosts, guests.keySet(), screen);
        try {
            if (!silent) out.println(machines.size() + " machines with a guest operating system, and " + rogues.size()
                    + " gone wild, under one loop, each in turn for a slice of "
                    + String.format(Locale.ROOT, "%,d instructions: 10 ms of virtual time", SLICE));
            long began = System.nanoTime();
            run(machines, rogues, screen);
            double seconds = (System.nanoTime() - began) / 1e9;
            return tell(machines, rogues, seconds, page, out, silent);
        } finally {
            machines.forEach(DemoMachine::close);
            rogues.forEach(Rogue::close);
        }
    }

    /** The guest that is shown, for each instruction set that has a port of the guest operating system. */
    private Map<InstructionSet, BuiltGuest> guests() throws UsageException {
        Map<InstructionSet, BuiltGuest> guests = new LinkedHashMap<>();
        for (InstructionSet set : sets.all())
            if (set.guest().isPresent()) guests.put(set, Guests.build(brief ? BRIEF : GUEST, set, set.architecture("")));
        if (guests.isEmpty())
            throw new UsageException("there is nothing to show: no instruction set with a port of the guest operating system is installed");
        return guests;
    }

    /** Runs all guests unseen until they get no faster, so that what is measured is not the compilation of this program by the JVM. */
    private void warm(Map<String, Host> hosts, Map<InstructionSet, BuiltGuest> guests) throws UsageException {
        Screen unseen = new PlainScreen(new PrintWriter(Writer.nullWriter()));
        double all = 0, last = Double.MAX_VALUE;
        while (true) {
            long began = System.nanoTime();
            for (Map.Entry<InstructionSet, BuiltGuest> e : guests.entrySet())
                for (Technique asked : TECHNIQUES)
                    try (DemoMachine m = machine(e.getKey(), asked, hosts, e.getValue(), unseen)) {
                        while (m.slice(SLICE));
                    }
            double seconds = (System.nanoTime() - began) / 1e9;
            all += seconds;
            if (brief || seconds > last * STEADY || all > WARM_SECONDS) return;
            last = seconds;
        }
    }

    /** One bare, two virtual of each kind. */
    private static List<DemoMachine> machines(Map<String, Host> hosts, Map<InstructionSet, BuiltGuest> guests, Screen screen)
            throws UsageException {
        List<DemoMachine> machines = new ArrayList<>();
        for (Technique asked : TECHNIQUES)
            for (Map.Entry<InstructionSet, BuiltGuest> e : guests.entrySet())
                machines.add(machine(e.getKey(), asked, hosts, e.getValue(), screen));
        return machines;
    }

    private static DemoMachine machine(InstructionSet set, Technique asked, Map<String, Host> hosts, BuiltGuest guest, Screen screen)
            throws UsageException {
        return new DemoMachine(set.name() + "-" + (TECHNIQUES.indexOf(asked) + 1), set, asked.on(set.architecture("")), host(hosts, set),
                guest, screen);
    }

    /** A virtual machine of each kind that does its worst, on the host of the others. */
    private List<Rogue> rogues(Map<String, Host> hosts, Set<InstructionSet> guested, Screen screen) throws UsageException {
        List<Rogue> rogues = new ArrayList<>();
        for (InstructionSet set : guested)
            rogues.add(new Rogue(set, Technique.AUTO.on(set.architecture("")), host(hosts, set),
                    Guests.build(OVERWRITER, set, set.architecture("")), SEED, screen));
        return rogues;
    }

    private static Host host(Map<String, Host> hosts, InstructionSet set) {
        return Objects.requireNonNull(hosts.get(set.name()));
    }

    /** In every second round the order is reversed: none is always the first after another one. */
    private static void run(List<DemoMachine> machines, List<Rogue> rogues, Screen screen) throws UsageException {
        screen.open(machines);
        List<DemoMachine> order = new ArrayList<>(machines);
        boolean running = true;
        while (running) {
            running = false;
            for (DemoMachine m : order) running |= m.slice(SLICE);
            Collections.reverse(order);
            for (Rogue r : rogues) running |= r.slice(SLICE);
            screen.round();
        }
        screen.close();
    }

    private int tell(List<DemoMachine> machines, List<Rogue> rogues, double seconds, Path page, PrintWriter out,
            boolean silent) throws UsageException {
        Table table = new Table("MACHINE", "ISA", "TECHNIQUE", "PROGRAMS", "INSTRUCTIONS", "SECONDS", "MIPS", "OVERHEAD", "EXITS BY CAUSE",
                "RESULT");
        int code = ExitCode.DONE;
        long instructions = 0;
        for (DemoMachine m : machines) {
            String result = result(m, machines);
            if (!result.equals(EXPECTED)) code = ExitCode.FAILED;
            OptionalDouble overhead = m.overhead(bare(m, machines));
            table.row(m.name(), m.isa(), m.technique(), m.programs(), m.instructions(), String.format(Locale.ROOT, "%.2f", m.seconds()),
                    m.mips(), percent(overhead), causes(m.exits()), result);
            if (json) out.println(line(m, overhead, result));
            instructions += m.instructions();
        }
        for (Rogue r : rogues) {
            boolean harmless = machines.stream().filter(m -> m.isa().equals(r.isa())).allMatch(m -> result(m, machines).equals(EXPECTED));
            String result = (harmless ? "contained" : "NOT CONTAINED") + ", begun " + r.lives() + " times";
            table.row(r.name(), r.isa(), r.technique(), ROGUE, r.instructions(), String.format(Locale.ROOT, "%.2f", r.seconds()),
                    r.mips(), "", causes(r.exits()), result);
            if (json) out.println(Json.line(object(r.name(), r.isa(), r.technique(), ROGUE, r.instructions(), r.exits(), r.seconds(),
                    r.mips(), result)));
            instructions += r.instructions();
        }
        String summary = String.format(Locale.ROOT,
                "%d machines, %,d instructions, %.1f s, %.1f MIPS in all, measured in this run on Java %s with %d processors",
                machines.size(), instructions, seconds, instructions / seconds / 1e6, Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        Path written = Report.write(page, summary, table, machines);
        if (!json) {
            out.println();
            table.lines().forEach(out::println);
            out.println(summary);
        }
        if (!silent) out.println("The report is in " + written);
        return code;
    }

    private static String percent(OptionalDouble part) {
        return part.isEmpty() ? "" : String.format(Locale.ROOT, "%+.0f %%", 100 * part.getAsDouble());
    }

    private static DemoMachine bare(DemoMachine m, List<DemoMachine> machines) {
        return machines.stream().filter(b -> b.isa().equals(m.isa()) && b.technique() == Technique.BARE).findFirst().orElseThrow();
    }

    /** Whether a machine printed what it must, and left storage as the bare machine did. */
    private static String result(DemoMachine m, List<DemoMachine> machines) {
        boolean same = bare(m, machines).digest() == m.digest();
        return m.failure().orElse(same ? EXPECTED : "storage differs from that of the bare machine");
    }

    private static String causes(Map<String, Long> exits) {
        return exits.entrySet().stream().map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String line(DemoMachine m, OptionalDouble overhead, String result) {
        Map<String, Object> o = object(m.name(), m.isa(), m.technique(), m.programs(), m.instructions(), m.exits(), m.seconds(), m.mips(),
                result);
        o.put("guest", m.guest());
        overhead.ifPresent(part -> o.put("overhead", part));
        return Json.line(o);
    }

    private static Map<String, Object> object(String name, String isa, Technique technique, String programs, long instructions,
            Map<String, Long> exits, double seconds, double mips, String result) {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("machine", name);
        o.put("isa", isa);
        o.put("technique", technique);
        o.put("programs", programs);
        o.put("instructions", instructions);
        o.put("exits", exits);
        o.put("seconds", seconds);
        o.put("mips", mips);
        o.put("result", result);
        return o;
    }
}
