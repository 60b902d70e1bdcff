package org.polyvisor.cli.guest;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.ExitCode;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.OutputFile;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.compiler.GuestImage;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes machine code of a guest. */
@Command(name = "build", sortOptions = false, description = "Compile a guest to a file that 'polyvisor run' boots.")
public final class GuestBuildCommand implements Callable<Integer> {
    private final InstructionSets sets;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME|FILE.java",
            description = "A guest ('polyvisor guest list' shows them), or a source with 'static int main()'.")
    private String name = "";

    @Option(names = "--isa", required = true, paramLabel = "ISA", description = "The instruction set; 'polyvisor isa list' shows them.")
    private String isa = "";

    @Option(names = "--cpu", paramLabel = "MODEL[,+FEATURE|,-FEATURE]…", description = "The processor; 'polyvisor isa list' shows them.")
    private String cpu = "";

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Where it goes; default: nowhere, it is only checked.")
    private @Nullable Path output;

    @Option(names = "--listing", paramLabel = "FILE", description = "Write its instructions with their places in the source.")
    private @Nullable Path listing;

    @Option(names = "--quiet", description = "Print nothing.")
    private boolean quiet;

    /**
     * Makes the command.
     *
     * @param sets the instruction sets
     */
    @Inject
    GuestBuildCommand(InstructionSets sets) {
        this.sets = sets;
    }

    @Override
    public Integer call() throws UsageException {
        InstructionSet set = sets.named(isa);
        if (output != null) OutputFile.check(output);
        if (listing != null) OutputFile.check(listing);
        BuiltGuest guest = Guests.build(name, set, set.architecture(cpu));
        if (output != null) OutputFile.write(output, guest.bootable());
        if (listing != null) OutputFile.write(listing, guest.listing());
        if (quiet) return ExitCode.DONE;
        GuestImage.Sizes kernel = guest.kernel().sizes();
        spec.commandLine().getOut().printf(Locale.ROOT, "%s for %s: kernel %,d bytes of code, %,d of hooks, %,d of data; %d programs%n",
                guest.definition().name(), set.name(), kernel.code(), kernel.hooks(), kernel.data(), guest.programs().size());
        if (output != null)
            spec.commandLine().getOut().println("boot it: polyvisor run --isa " + set.name() + " "
                    + guest.port().bootOptions().replace("FILE", output.toString()));
        return ExitCode.DONE;
    }
}
