package org.polyvisor.isa.x86lite.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.engine.Tier;

/**
 * The protection image, whose cases are in {@code src/test/guest/protection}, prints here what it printed on QEMU and on Bochs, recorded by
 * {@code record.sh}; {@code differences.txt} says in which cases one of them does something else, and why.
 */
@DisplayName("What protects a supervisor does what it does on QEMU and Bochs")
class ProtectionTest {
    private static final int LEAST = 1200, LEAST_ALIKE = 1000;

    /** @param oracle whose log @param names pattern of names of cases @param why with the source */
    private record Difference(String oracle, Pattern names, String why) {
        static Difference of(String line) {
            String[] parts = line.split("\t");
            return new Difference(parts[0], Pattern.compile(parts[1]), parts[2]);
        }

        boolean explains(String other, String name) {
            return oracle.equals(other) && names.matcher(name).matches();
        }
    }

    private static ProtectionImage.Run run;

    @BeforeAll
    static void runOnce(@TempDir Path folder) throws Exception {
        run = ProtectionImage.run("pentium,+cmov", folder, Tier.INTERPRETER);
    }

    @Test
    @DisplayName("comes to its end")
    void ends() {
        assertEquals("end", run.lines().getLast(), run.outcome().toString());
        assertInstanceOf(Outcome.Waiting.class, run.outcome());
        assertTrue(run.lines().size() > LEAST, () -> run.lines().size() + " lines");
    }

    @Test
    @DisplayName("differs from an oracle where that is listed, and nowhere else")
    void sameAsOracles() {
        List<Difference> listed = ProtectionImage.text("differences.txt").stream().filter(l -> !l.startsWith("#")).map(Difference::of)
                .toList();
        List<String> found = new ArrayList<>();
        Set<String> unused = new TreeSet<>(listed.stream().map(Difference::toString).toList());
        for (String oracle : List.of("bochs", "qemu")) {
            List<String> theirs = ProtectionImage.log(oracle);
            assertEquals(names(theirs), names(run.lines()), oracle);
            for (int i = 0; i < theirs.size(); i++) {
                String our = run.lines().get(i), their = theirs.get(i);
                if (same(oracle, our, their)) continue;
                List<Difference> reasons = listed.stream().filter(d -> d.explains(oracle, name(our))).toList();
                if (reasons.isEmpty()) found.add("\n  " + oracle + " " + their + "\n  here  " + our);
                reasons.forEach(d -> unused.remove(d.toString()));
            }
        }
        assertEquals(List.of(), found);
        assertEquals(Set.of(), unused, "listed, but there is no such difference");
    }

    @Test
    @DisplayName("does in each case what one oracle does, and in most cases what both do")
    void backed() {
        List<String> bochs = ProtectionImage.log("bochs"), qemu = ProtectionImage.log("qemu"), alone = new ArrayList<>();
        int alike = 0;
        for (int i = 0; i < run.lines().size(); i++) {
            String our = run.lines().get(i);
            boolean asBochs = same("bochs", our, bochs.get(i)), asQemu = same("qemu", our, qemu.get(i));
            if (!asBochs && !asQemu) alone.add(our);
            if (asBochs && asQemu) alike++;
        }
        assertEquals(List.of(), alone);
        assertTrue(alike > LEAST_ALIKE, alike + " cases as on both");
    }

    @Tag("long")
    @Test
    @DisplayName("does the same translated")
    void translated(@TempDir Path folder) throws Exception {
        assertEquals(run.lines(), ProtectionImage.run("pentium,+cmov", folder, Tier.EAGER).lines());
    }

    private static boolean same(String oracle, String our, String their) {
        return oracle.equals("qemu") ? withoutResume(our).equals(withoutResume(their)) : our.equals(their);
    }

    /** RF is bit 16 of the flags, which are printed with six digits. */
    private static String withoutResume(String line) {
        return line.replaceFirst(" fl=01", " fl=00");
    }

    private static String name(String line) {
        int end = line.indexOf(": v="), raw = line.indexOf(": raw");
        return end >= 0 ? line.substring(0, end) : raw >= 0 ? line.substring(0, raw) : line;
    }

    private static List<String> names(List<String> lines) {
        return lines.stream().map(ProtectionTest::name).toList();
    }
}
