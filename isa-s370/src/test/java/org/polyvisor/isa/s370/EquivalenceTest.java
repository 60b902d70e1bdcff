package org.polyvisor.isa.s370;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.testkit.EquivalenceContract;

@DisplayName("System/370 machines, real and virtual")
class EquivalenceTest extends EquivalenceContract {
    private static final int ANOTHER_CHANNEL = S370Supervision.CHANNEL + 1;

    private final InstructionSet set = new S370();
    private final Architecture architecture;

    EquivalenceTest() throws UsageException {
        architecture = new S370().architecture("s370");
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
        return SupervisorProgram.STORAGE;
    }

    @Override
    protected Map<String, List<String>> devices() {
        return Map.of("attach", List.of("01F=1052", "00C=2501"));
    }

    @Override
    protected Consumer<BareMachine> program(RandomGenerator random) {
        return new SupervisorProgram(random, architecture)::load;
    }

    @Override
    protected int[] lines() {
        return new int[] {Interruptions.INTERRUPT_KEY_LINE, ANOTHER_CHANNEL};
    }

    @Override
    protected Interruption external(int line) {
        return line == ANOTHER_CHANNEL ? new Interruption(Interruptions.IO, 0x10f, 0x0400_0000, 0, 0)
                : new Interruption(Interruptions.EXTERNAL, 0x40);
    }

    @Override
    protected Set<String> kinds() {
        return Set.of("program 1", "program 2", "program 3", "program 4", "program 5", "program 6", "program 7", "program 8", "program 9",
                "program 64", "svc 0", "svc 7", "external 64", "external 128", "io 31", "io 271");
    }

    /** The clock would show the host's origin, and MONITOR CALL obey the host's masks. */
    @Override
    protected Map<Register, Long> breaking(Row harmless) {
        return harmless.mnemonic().equals("STCK") ? Map.of(Registers.CLOCK_ORIGIN, 0L) : Map.of(Registers.CR[8], 0L);
    }
}
