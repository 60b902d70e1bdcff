package org.polyvisor.hypervisor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.polyvisor.isa.code.Row;

/**
 * How a virtual processor is laid on its host, in three facts.
 *
 * @param name as users write it
 * @param lowered whether the guest runs in user state, its supervisor registers held aside; else as it is
 * @param walks whether the host finds translations itself, in the guest's tables over the guest's storage; else each is filled on an exit
 * @param intercepted rows that exit although the host would execute them
 */
public record Technique(String name, boolean lowered, boolean walks, Set<Row> intercepted) {

    /**
     * The guest runs in user state, and what traps is simulated: IBM's CP-40 of 1967. Equivalent only where every sensitive instruction
     * is privileged.
     *
     * @return the technique
     */
    public static Technique trapAndEmulate() {
        return new Technique("trap-and-emulate", true, false, Set.of());
    }

    /**
     * Sensitive instructions become exits when code is decoded, the rest runs as it is: VMware's way of 1999.
     *
     * @param verdicts what the classifier says of each row
     * @return the technique
     */
    public static Technique binaryTranslation(List<Verdict> verdicts) {
        return new Technique("binary-translation", true, false, rows(verdicts, Verdict.Kind.SENSITIVE));
    }

    /**
     * The host executes the guest's supervisor state too, and walks its tables: SIE, VT-x, SVM.
     *
     * @return the technique, with nothing intercepted
     */
    public static Technique hardwareAssist() {
        return new Technique("hardware-assist", false, true, Set.of());
    }

    /**
     * The same technique with other rows intercepted.
     *
     * @param rows all that are to be
     * @return the technique
     */
    public Technique intercepting(Set<Row> rows) {
        return new Technique(name, lowered, walks, Set.copyOf(rows));
    }

    private static Set<Row> rows(List<Verdict> verdicts, Verdict.Kind kind) {
        return verdicts.stream().filter(v -> v.kind() == kind).map(Verdict::row).collect(Collectors.toUnmodifiableSet());
    }
}
