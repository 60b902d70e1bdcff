package org.polyvisor.cli.isa;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.MemorySize;
import org.polyvisor.cli.option.Quiet;
import org.polyvisor.cli.output.Json;
import org.polyvisor.cli.output.Table;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.platform.BootOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what an instruction set declares. */
@Command(name = "show", description = "Show registers, modes, interruptions, options and instructions of an instruction set.")
public final class ShowCommand implements Callable<Integer> {
    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Processor processor = new Processor();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    @SuppressWarnings("unused")
    private Quiet quiet = new Quiet();

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    ShowCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        InstructionSet set = processor.set(sets);
        Architecture a = processor.architecture(set);
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(Json.line(new Description(set, a).json()));
        else print(set, a, out);
        return ExitCode.DONE;
    }

    private static void print(InstructionSet set, Architecture a, PrintWriter out) {
        out.println(set.name() + ": " + set.description());
        out.println("processors: " + String.join(", ", set.models()) + features(set)
                + "; this is " + a.model());
        out.println("storage: " + new MemorySize(set.defaultStorage()) + " for a machine, " + new MemorySize(set.smallStorage())
                + " for a case, at most " + new MemorySize(set.maximumStorage()) + ", in pages of " + (1 << a.pageBits()) + " bytes, "
                + a.byteOrder().toString().replace('_', '-').toLowerCase(java.util.Locale.ROOT));
        out.println("initial states: " + String.join(", ", set.states()));
        out.println("interruptions: " + String.join(", ", a.interruptions().stream().map(InterruptionClass::name).toList()));
        Table registers = new Table("REGISTER", "BITS");
        for (RegisterView v : set.views(a)) registers.row(v.name(), v.bits());
        section(out, "Registers as users name them", registers);
        Table schema = new Table("REGISTER", "BITS", "STATE", "MODE");
        for (Register r : a.registers().all())
            if (r.kind() != Register.Kind.HIDDEN) schema.row(r.name(), r.bits(), Description.state(r), r.keyed() ? "yes" : "");
        section(out, "Registers as instructions see them: user or supervisor state; modes are constant inside decoded code", schema);
        List<BootOption> given = set.platform().options();
        Table options = new Table("OPTION OF RUN", "WHAT IT DOES");
        for (BootOption o : given) options.row("--" + o.name() + " " + o.parameter(), o.description());
        if (!given.isEmpty()) section(out, "Devices, and what is booted", options);
        Table rows = new Table("MNEMONIC", "ENCODING", "SYNTAX", "SOURCE");
        for (Row r : a.rows()) rows.row(r.mnemonic(), r.encoding(), r.syntax(), r.source());
        section(out, a.rows().size() + " instructions", rows);
    }

    private static String features(InstructionSet set) {
        return set.features().isEmpty() ? "" : "; features: " + String.join(", ", set.features());
    }

    private static void section(PrintWriter out, String title, Table table) {
        out.println();
        out.println(title);
        table.lines().forEach(l -> out.println("  " + l));
    }
}
