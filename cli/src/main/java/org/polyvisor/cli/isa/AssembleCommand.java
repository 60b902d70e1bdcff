package org.polyvisor.cli.isa;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.OutputFile;
import org.polyvisor.cli.option.Quiet;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Assembles a text. */
@Command(name = "asm", description = "Assemble a text: raw bytes from the lowest to the highest address.")
public final class AssembleCommand implements Callable<Integer> {
    private final InstructionSets sets;

    @Mixin
    private Processor processor = new Processor();

    @Parameters(index = "1", paramLabel = "FILE", description = "The text, in the assembler language of the instruction set.")
    private Path file;

    @Option(names = "-o", required = true, paramLabel = "OUT", description = "Where the bytes go.")
    private Path out;

    @Mixin
    @SuppressWarnings("unused")
    private Quiet quiet = new Quiet();

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    AssembleCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        Architecture a = processor.architecture(processor.set(sets));
        OutputFile.check(out);
        byte[] image = assemble(a, InputFile.text(file)).image();
        OutputFile.write(out, image);
        return ExitCode.DONE;
    }

    private Program assemble(Architecture a, String text) throws UsageException {
        try {
            return a.syntax().assemble(a, text);
        } catch (AssemblyException e) {
            throw new UsageException(e.diagnostics().stream()
                    .map(d -> file + ":" + d.line() + ": " + d.message() + (d.text().isBlank() ? "" : ": " + d.text().strip()))
                    .collect(Collectors.joining("\n")));
        }
    }
}
