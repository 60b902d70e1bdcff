package org.polyvisor.isa.s370;

import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.UsageException;
import org.polyvisor.testkit.EquivalenceContract;

@DisplayName("System/370 machines, real and virtual")
class EquivalenceTest extends EquivalenceContract {
    private final Architecture architecture;

    EquivalenceTest() throws UsageException {
        architecture = new S370().architecture("s370");
    }

    @Override
    protected InstructionSet instructionSet() {
        return new S370();
    }

    @Override
    protected Architecture architecture() {
        return architecture;
    }

    @Override
    protected long storage() {
        return SupervisorProgram.STORAGE;
    }

    @Override
    protected void load(BareMachine m, RandomGenerator random) {
        new SupervisorProgram(random).load(m, architecture);
    }

    @Override
    protected int[] lines() {
        return new int[] {Interruptions.INTERRUPT_KEY_LINE, S370Supervision.CHANNEL};
    }

    @Override
    protected Interruption external(int line) {
        return line == S370Supervision.CHANNEL ? new Interruption(Interruptions.IO, 0x00f, 0x0400_0000, 0, 0)
                : new Interruption(Interruptions.EXTERNAL, 0x40);
    }

    @Override
    protected Set<String> kinds() {
        return Set.of("program 1", "program 2", "program 4", "program 5", "program 6", "program 7", "program 8", "program 9", "program 3",
                "program 64", "external 64", "io 15");
    }
}
