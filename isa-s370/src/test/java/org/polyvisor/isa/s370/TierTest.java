package org.polyvisor.isa.s370;

import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.testkit.TierContract;

@DisplayName("System/370 code, interpreted and translated")
class TierTest extends TierContract {
    private final InstructionSet set = new S370();
    private final Architecture architecture;

    TierTest() throws UsageException {
        architecture = set.architecture("s370");
    }

    @Override
    protected InstructionSet instructionSet() {
        return set;
    }

    @Override
    protected Architecture architecture() {
        return architecture;
    }

    @Override
    protected long storage() {
        return LoopProgram.STORAGE;
    }

    /** The interval timer ticks 300 times a second. */
    @Override
    protected long rate(RandomGenerator random) {
        return 300 * (80L + random.nextInt(1_500));
    }

    @Override
    protected Program program(RandomGenerator random) {
        LoopProgram p = new LoopProgram(random, architecture);
        return new Program(p.toString(), p::load);
    }

    @Override
    protected Set<String> kinds() {
        return Set.of("program 1", "program 2", "program 3", "program 4", "program 5", "program 6", "program 7", "program 8", "program 9",
                "program 64", "svc 3", "external 128");
    }
}
