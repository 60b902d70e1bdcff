package org.polyvisor.cli.isa;

import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which processor a command is about. */
final class Processor {
    @Parameters(index = "0", paramLabel = "ISA", description = "The instruction set; 'polyvisor isa list' shows them.")
    private String isa = "";

    @Option(names = "--cpu", paramLabel = "MODEL[,+FEATURE|,-FEATURE]…", description = "The processor; 'polyvisor isa list' shows them.")
    private String cpu = "";

    InstructionSet set(InstructionSets sets) throws UsageException {
        return sets.named(isa);
    }

    Architecture architecture(InstructionSet set) throws UsageException {
        return set.architecture(cpu);
    }
}
