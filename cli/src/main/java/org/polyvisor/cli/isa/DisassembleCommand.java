package org.polyvisor.cli.isa;

import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Numeral;
import org.polyvisor.cli.option.Quiet;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.Disassembler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Disassembles raw bytes. */
@Command(name = "disasm", description = "Disassemble the bytes of a file.")
public final class DisassembleCommand implements Callable<Integer> {
    private static final int PART = 1 << 16;
    /** More than any instruction has, in bytes. */
    private static final int LONGEST = 64;

    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Processor processor = new Processor();

    @Parameters(index = "1", paramLabel = "FILE", description = "Raw bytes.")
    private Path file;

    @Option(names = "--at", paramLabel = "ADDRESS", defaultValue = "0", description = "Address of the first byte; default 0.")
    private String at = "0";

    @Option(names = "--state", paramLabel = "STATE", description = "Decode as in this initial state; 'polyvisor isa show' lists them.")
    private String state = "";

    @Mixin
    @SuppressWarnings("unused")
    private Quiet quiet = new Quiet();

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    DisassembleCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        InstructionSet set = processor.set(sets);
        Architecture a = processor.architecture(set);
        byte[] bytes = InputFile.bytes(file);
        int origin;
        try {
            origin = (int) Numeral.unsigned(at, 32);
        } catch (UsageException e) {
            throw new UsageException("--at: " + e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        Disassembler d = new Disassembler(a, mode(set, a));
        for (int from = 0; from < bytes.length; ) from += part(d, bytes, from, origin, out);
        return ExitCode.DONE;
    }

    /** Lists a part of a file, whose last instruction may reach beyond it. Returns how many bytes were listed. */
    private static int part(Disassembler d, byte[] bytes, int from, int origin, PrintWriter out) {
        int listed = 0;
        byte[] part = Arrays.copyOfRange(bytes, from, Math.min(from + PART + LONGEST, bytes.length));
        for (Disassembler.Line l : d.disassemble(part, origin + from)) {
            if (listed >= PART) break;
            out.println(String.format("%08x  %-20s  %s", l.address(), HexFormat.of().formatHex(l.bytes()), l.text()));
            listed += l.bytes().length;
        }
        return listed;
    }

    /** The keyed registers as an initial state has them. */
    private Mode mode(InstructionSet set, Architecture a) throws UsageException {
        if (!state.isEmpty() && !set.states().contains(state))
            throw new UsageException("--state " + state + ": " + set.name() + " has " + String.join(", ", set.states()));
        BareMachine machine = new BareMachine(set, a, BareMachine.Settings.of(set.smallStorage()));
        if (!state.isEmpty()) machine.reset(state);
        return machine.processor().mode();
    }
}
