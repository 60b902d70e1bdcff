package org.polyvisor.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.toy.Toy;
import org.polyvisor.isa.UsageException;

@DisplayName("The classifier")
class ClassifierTest {
    private final List<Verdict> verdicts = new Classifier(Toy.ARCHITECTURE).all();

    private Set<String> mnemonics(Verdict.Kind kind) {
        return verdicts.stream().filter(v -> v.kind() == kind).map(v -> v.row().mnemonic()).collect(Collectors.toCollection(TreeSet::new));
    }

    private Verdict of(String mnemonic) {
        return verdicts.stream().filter(v -> v.row().mnemonic().equals(mnemonic)).findFirst().orElseThrow();
    }

    @Test
    void callsPrivilegedWhatTrapsInUserStateAlone() {
        assertEquals(new TreeSet<>(Set.of("MASK", "WAIT", "RETI", "GO", "SPACE")), mnemonics(Verdict.Kind.PRIVILEGED));
    }

    @Test
    void callsPrivilegedByPolicyWhatTrapsUnderTheValuesThatAHypervisorDictates() {
        assertEquals(Set.of("PORT"), mnemonics(Verdict.Kind.PRIVILEGED_BY_POLICY));
        assertEquals(List.of("traps where mask = 0"), of("PORT").evidence());
    }

    @Test
    void callsSensitiveWhatTouchesAResourceWithoutATrapAndSaysWhich() {
        assertEquals(new TreeSet<>(Set.of("GETM", "GETU", "WAITT", "TIME")), mnemonics(Verdict.Kind.SENSITIVE));
        assertEquals(List.of("reads mask"), of("GETM").evidence());
        assertEquals(List.of("writes wait"), of("WAITT").evidence());
        assertEquals(List.of("differs by user without a trap"), of("GETU").evidence());
    }

    @Test
    void saysUnderWhichConditionAReaderOfTheClockIsHarmless() {
        assertEquals("the clock it reads is the virtual machine's", of("TIME").condition());
        assertEquals("", of("GETM").condition());
    }

    @Test
    void callsInnocuousWhatInterruptsTheSameInEveryState() {
        assertTrue(mnemonics(Verdict.Kind.INNOCUOUS).containsAll(Set.of("CALL", "ADDT", "LD", "ST", "EX", "DIV")));
    }

    @Test
    void refusesTrapAndEmulateWithTheReasonAndTakesItWhereEverySensitiveInstructionIsHarmless() throws UsageException {
        assertFalse(Classifier.virtualizable(verdicts));
        TechniqueChoice refused = TechniqueChoice.of("auto", Toy.ARCHITECTURE);
        assertEquals("binary-translation", refused.name());
        assertEquals("sensitive, and do not trap in user state: WAITT, GETM, GETU", refused.why());
        assertFalse(TechniqueChoice.of("trap-and-emulate", Toy.ARCHITECTURE).equivalent());
        TechniqueChoice taken = TechniqueChoice.of("auto", Toy.TAME);
        assertEquals("trap-and-emulate", taken.name());
        assertEquals("every sensitive instruction traps in user state, or is harmless under a condition: TIME", taken.why());
        assertTrue(taken.equivalent());
    }
}
