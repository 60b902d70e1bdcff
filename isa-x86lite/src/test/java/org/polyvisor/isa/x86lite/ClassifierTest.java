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
import org.polyvisor.isa.code.Row;

@DisplayName("Popek and Goldberg's verdict")
class ClassifierTest {
    private static List<Verdict> verdicts;

    @BeforeAll
    static void judge() {
        verdicts = new Classifier(Trial.architecture("")).all();
    }

    private static Set<String> mnemonics(Verdict.Kind kind) {
        return verdicts.stream().filter(v -> v.kind() == kind).map(v -> name(v.row())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Row row) {
        String s = row.syntax();
        if (s.matches("(PUSH|POP) [CDEFGS]S")) return row.mnemonic() + " sreg";
        if (s.matches("(CALL|JMP) (ptr|m)16:16/32")) return row.mnemonic() + " far";
        return s.contains("CRn") ? "MOV CRn" : s.contains("DRn") ? "MOV DRn" : s.contains("Sreg") ? "MOV sreg" : row.mnemonic();
    }

    @Test
    @DisplayName("finds the sensitive instructions of Robin and Irvine (USENIX Security 2000), and other segment loads")
    void sensitive() {
        Set<String> robinAndIrvine = Set.of("SGDT", "SIDT", "SLDT", "SMSW", "PUSHF", "PUSHFD", "POPF", "POPFD", "LAR", "LSL", "VERR",
                "VERW", "POP sreg", "PUSH sreg", "CALL far", "JMP far", "INT", "RETF", "IRET", "IRETD", "STR", "MOV sreg");
        Set<String> found = new TreeSet<>(robinAndIrvine);
        found.addAll(Set.of("LDS", "LES", "LFS", "LGS", "LSS"));
        assertEquals(found, mnemonics(Verdict.Kind.SENSITIVE));
    }

    @Test
    @DisplayName("finds the privileged ones, those by I/O privilege level and those by control register")
    void privileged() {
        assertEquals(new TreeSet<>(Set.of("LGDT", "LIDT", "LLDT", "LTR", "LMSW", "CLTS", "HLT", "MOV CRn", "MOV DRn", "INVD", "WBINVD",
                "INVLPG", "RDMSR", "WRMSR")),
                mnemonics(Verdict.Kind.PRIVILEGED));
        assertEquals(new TreeSet<>(Set.of("CLI", "STI", "IN", "OUT", "INS", "OUTS", "REP INS", "REP OUTS", "REPNE INS", "REPNE OUTS",
                "RDTSC", "FWAIT")),
                mnemonics(Verdict.Kind.PRIVILEGED_BY_POLICY));
    }
}
