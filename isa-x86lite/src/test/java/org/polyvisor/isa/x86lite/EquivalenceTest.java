package org.polyvisor.isa.x86lite;

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
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Registers;
import org.polyvisor.testkit.EquivalenceContract;

@DisplayName("IA-32 machines, real and virtual")
class EquivalenceTest extends EquivalenceContract {
    private final InstructionSet set = new X86Lite();
    private final Architecture architecture = Trial.architecture("");

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
    protected Consumer<BareMachine> program(RandomGenerator random) {
        return new SupervisorProgram(random, architecture)::load;
    }

    @Override
    protected int[] lines() {
        return new int[] {Exceptions.LINE_NMI};
    }

    @Override
    protected Interruption external(int line) {
        return new Interruption(Exceptions.INTERRUPT, Exceptions.NMI);
    }

    @Override
    protected Set<String> kinds() {
        return Set.of("exception 0", "exception 1", "exception 3", "exception 4", "exception 5", "exception 6", "exception 7",
                "exception 10", "exception 11", "exception 12", "exception 13", "exception 14", "interrupt 2", "interrupt 32",
                "interrupt 36", "software-interrupt 48");
    }

    @Override
    protected Map<String, List<String>> devices() {
        return Map.of("attach", List.of("com1=stdio"));
    }

    /** INT n in virtual-8086 mode obeys IOPL. */
    @Override
    protected Map<Register, Long> breaking(Row harmless) {
        return Map.of(Registers.IOPL, 3L);
    }
}
