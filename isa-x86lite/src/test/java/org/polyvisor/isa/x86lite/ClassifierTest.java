package org.polyvisor.isa.x86lite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.Classifier;
import org.polyvisor.hypervisor.Verdict;

@DisplayName("Popek and Goldberg's verdict")
class ClassifierTest {
    private static List<Verdict> verdicts;

    @BeforeAll
    static void judge() {
        verdicts = new Classifier(Trial.architecture("")).all();
    }

    private static Set<String> mnemonics(Verdict.Kind kind) {
        return verdicts.stream().filter(v -> v.kind() == kind)
                .map(v -> v.row().syntax().contains("Sreg") || v.row().syntax().matches("PUSH [CDEFGS]S") ? v.row().syntax().replaceAll(" [CDEFGS]S$", " sreg")
                        : v.row().syntax().contains("CRn") ? "MOV CRn" : v.row().syntax().contains("DRn") ? "MOV DRn" : v.row().mnemonic())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @DisplayName("finds the sensitive instructions of Robin and Irvine (USENIX Security 2000) that there are so far, and no other")
    void sensitive() {
        assertEquals(new TreeSet<>(Set.of("SGDT", "SIDT", "SLDT", "SMSW", "STR", "PUSHF", "PUSHFD", "POPF", "POPFD", "INT", "PUSH sreg", "MOV r16/32/m16, Sreg")),
                mnemonics(Verdict.Kind.SENSITIVE));
    }

    @Test
    @DisplayName("finds the privileged ones, those by I/O privilege level and those by control register")
    void privileged() {
        assertEquals(new TreeSet<>(Set.of("LGDT", "LIDT", "LMSW", "CLTS", "HLT", "MOV CRn", "MOV DRn", "INVD", "WBINVD", "INVLPG", "RDMSR", "WRMSR")),
                mnemonics(Verdict.Kind.PRIVILEGED));
        assertEquals(new TreeSet<>(Set.of("CLI", "STI", "IN", "OUT", "INS", "OUTS", "REP INS", "REP OUTS", "REPNE INS", "REPNE OUTS", "RDTSC", "FWAIT")),
                mnemonics(Verdict.Kind.PRIVILEGED_BY_POLICY));
    }
}
