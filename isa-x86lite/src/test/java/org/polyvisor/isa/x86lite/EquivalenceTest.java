package org.polyvisor.isa.x86lite;

import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.testkit.EquivalenceContract;

@DisplayName("IA-32 machines, real and virtual")
class EquivalenceTest extends EquivalenceContract {
    private static final Set<String> SHOWN = Set.of("PUSHFD", "POPFD", "SGDT", "SIDT", "SLDT", "STR", "SMSW");

    private final Architecture architecture = Trial.architecture("");

    @Override
    protected InstructionSet instructionSet() {
        return new X86Lite();
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
        return new int[] {Exceptions.LINE_INTR, Exceptions.LINE_INTR, Exceptions.LINE_NMI};
    }

    @Override
    protected Interruption external(int line) {
        return new Interruption(Exceptions.INTERRUPT, line == Exceptions.LINE_NMI ? Exceptions.NMI : 0x20);
    }

    @Override
    protected Set<String> kinds() {
        return Set.of("exception 0", "exception 1", "exception 3", "exception 4", "exception 6", "exception 11", "exception 13",
                "exception 14",
                "interrupt 2", "interrupt 32", "software-interrupt 48");
    }

    /** The others trap where the dictated descriptor tables are, and so come right; or the programs do not contain them. */
    @Override
    protected Set<Row> shownByLeavingOut(Set<Row> intercepted) {
        return intercepted.stream().filter(r -> SHOWN.contains(r.mnemonic())).collect(Collectors.toSet());
    }
}
