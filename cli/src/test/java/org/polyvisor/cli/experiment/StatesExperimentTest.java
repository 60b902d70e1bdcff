package org.polyvisor.cli.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.hypervisor.Polyvisor;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

@DisplayName("The experiment 'states'")
class StatesExperimentTest {

    static List<InstructionSet> sets() {
        return Polyvisor.instructionSets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    @DisplayName("holds: what instructions do when they are tried is what the classifier says of their meanings")
    void holds(InstructionSet set) throws UsageException {
        Findings found = new StatesExperiment().run(Subject.of(set));
        assertEquals(List.of(), found.claims().stream().filter(c -> !c.holds()).toList());
    }

    @ParameterizedTest
    @MethodSource("sets")
    @DisplayName("does not hold where the privilege check lets everybody past")
    void withoutPrivilege(InstructionSet set) throws UsageException {
        Findings found = new StatesExperiment().run(Sabotage.unprivileged(Subject.of(set)));
        assertFalse(found.hold());
        assertFalse(found.claims().getFirst().holds(), found.claims().getFirst().toString());
    }
}
