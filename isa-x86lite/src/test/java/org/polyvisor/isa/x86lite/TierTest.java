package org.polyvisor.isa.x86lite;

import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.testkit.TierContract;

@DisplayName("IA-32 code, interpreted and translated")
class TierTest extends TierContract {
    private final InstructionSet set = new X86Lite();
    private final Architecture architecture = Trial.architecture("pentium,+cmov");
    private final LoopFrame frame = new LoopFrame(architecture, LoopProgram.CODE);

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

    @Override
    protected long rate(RandomGenerator random) {
        return 50_000 + random.nextInt(400_000);
    }

    @Override
    protected Program program(RandomGenerator random) {
        LoopProgram p = new LoopProgram(random, architecture, frame);
        return new Program(p.toString(), p::load);
    }

    @Override
    protected Set<String> kinds() {
        return Set.of("exception 0", "exception 1", "exception 3", "exception 4", "exception 5", "exception 6", "exception 13",
                "exception 14", "interrupt 32", "software-interrupt 48");
    }
}
