package org.polyvisor.isa.s370;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.s370.oracle.Hercules;
import org.polyvisor.isa.s370.oracle.HerculesResult;
import org.polyvisor.isa.s370.oracle.HerculesResult.Ending;
import org.polyvisor.isa.s370.oracle.VectorFile;
import org.polyvisor.isa.s370.oracle.VectorGeneration;
import org.polyvisor.isa.s370.oracle.Vectors;
import org.polyvisor.testkit.Soak;

/**
 * Every instruction does what it does in Hercules 3.13: general registers, old PSWs with codes and instruction-length codes, monitor and
 * interruption fields, storage keys, and every byte of storage that a case may change. Differences that the manual allows, or where
 * Hercules does other than the manual says, are listed in {@link HerculesDifference}. {@link VectorGeneration} makes the vectors.
 */
class DifferentialHerculesTest {
    private static final int LEAST_CASES = 200;
    private static final int SHOWN = 20;
    /** In the usual run one of so many cases is translated, and of a hundred at least so many are in regions. */
    private static final int SAMPLED = 5, LEAST_TRANSLATED = 75;
    private static final String STORAGE = "A AH AL BAL BALR BAS BASR BC BCR BCT BCTR BXH BXLE C CDS CH CL CLC CLCL CLI CLM CS CVB CVD D EX IC ICM"
            + " L LH LM LPSW M MH MVC MVCIN MVCL MVI MVN MVO MVZ N NC NI O OC OI PACK S SH SL SSM ST STC STCK STCM STH STM TM"
            + " TR TRT TS UNPK X XC XI";
    /** By interruption code, the rows that can raise it; GA22-7000, "Interruptions", and the list under each instruction. */
    private static final Map<Integer, String> CAUSES = Map.of(2, "ISK LPSW SSK SSM", 3, "EX", 4, STORAGE, 5, STORAGE + " ISK SSK",
            6, "BAL BALR BAS BASR BC BCR BCT BCTR BXH BXLE CDS CLCL CS D DR EX ISK LPSW M MC MR MVCL SLDA SLDL SRDA SRDL SSK", 7, "CVB",
            8, "A AH AR LCR LPR S SH SLA SLDA SR", 9, "CVB D DR", 0x40, "MC");
    private static final Set<String> CONTROL = Set.of("LPSW", "SSM", "SSK", "ISK");

    @ParameterizedTest
    @ValueSource(strings = {"general.vectors", "wrap.vectors"})
    @DisplayName("the processor does what Hercules did")
    void same(String file) throws IOException, UsageException {
        compare(file, read(file), false, 1);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"general.vectors", "wrap.vectors"})
    @DisplayName("translated code does what Hercules did; -Dsoak: in all cases")
    void sameTranslated(String file) throws IOException, UsageException {
        compare(file, read(file), true, Soak.all() ? 1 : SAMPLED);
    }

    @Test
    @EnabledIfSystemProperty(named = "polyvisor.hercules.seed", matches = "\\d+")
    @DisplayName("the processor does what Hercules does with new cases: -Dpolyvisor.hercules.seed=N")
    void anew() throws IOException, UsageException {
        Hercules hercules = Hercules.find().orElseThrow(() -> new IOException("Hercules is not installed"));
        long seed = Long.getLong("polyvisor.hercules.seed");
        compare("8 MiB", VectorGeneration.vectors(hercules, seed, 8, VectorGeneration.GENERAL), false, 1);
        compare("16 MiB", VectorGeneration.vectors(hercules, seed, 16, VectorGeneration.GENERAL), false, 1);
    }

    /** Compares every so many cases. */
    private static void compare(String name, Vectors vectors, boolean translated, int every) throws UsageException {
        Replay replay = new Replay(vectors.megabytes(), translated);
        Map<HerculesDifference, Integer> listed = new TreeMap<>();
        Map<String, Integer> failed = new TreeMap<>();
        List<String> shown = new ArrayList<>();
        List<Vectors.Vector> all = vectors.vectors();
        for (int n = 0; n < all.size(); n += every) {
            Vectors.Vector v = all.get(n);
            HerculesResult ours = replay.run(v.before());
            if (ours.equals(v.after())) continue;
            Set<HerculesDifference> reasons = HerculesDifference.of(v, ours, vectors.megabytes() << 20);
            if (reasons != null) {
                for (HerculesDifference reason : reasons) listed.merge(reason, 1, Integer::sum);
                continue;
            }
            if (failed.merge(v.before().row(), 1, Integer::sum) <= 2 && shown.size() < SHOWN)
                shown.add(v.before() + "\nHercules: " + v.after() + "\nours:     " + ours);
        }
        System.out.println(name + ": " + vectors.vectors().size() + " cases of seed " + vectors.seed() + ", differences with a reason: "
                + listed);
        if (translated) System.out.println("of every " + every + ". case " + replay.inRegions() + " in regions");
        assertTrue(!translated || replay.inRegions() > all.size() / every * LEAST_TRANSLATED / 100, replay.inRegions() + " in regions");
        assertEquals(Map.of(), failed, () -> "seed " + vectors.seed() + "\n" + String.join("\n\n", shown));
    }

    @Test
    @DisplayName("every row has its cases")
    void complete() throws IOException, UsageException {
        Map<String, Long> cases = read("general.vectors").vectors().stream()
                .collect(Collectors.groupingBy(v -> v.before().row(), Collectors.counting()));
        for (Row row : new S370().architecture("s370").rows()) {
            if (!row.source().contains("General Instructions") && !CONTROL.contains(row.mnemonic())) continue;
            long count = cases.getOrDefault(row.mnemonic(), 0L);
            assertTrue(count >= LEAST_CASES, () -> row + " has only " + count + " cases");
        }
    }

    @Test
    @DisplayName("among the cases of a row is every program interruption that it can raise")
    void interruptions() throws IOException {
        Map<String, Set<Integer>> seen = read("general.vectors").vectors().stream().filter(v -> v.after().ending() == Ending.PROGRAM)
                .collect(Collectors.groupingBy(v -> v.before().row(), Collectors.mapping(v -> v.after().code(), Collectors.toSet())));
        CAUSES.forEach((code, rows) -> {
            for (String row : rows.split(" "))
                assertTrue(seen.get(row).contains(code), () -> row + " has no case with program interruption " + code);
        });
    }

    private static Vectors read(String file) throws IOException {
        InputStream in = Vectors.class.getResourceAsStream(file);
        if (in == null) throw new IOException(file + " is missing beside class Vectors");
        return VectorFile.read(new BufferedInputStream(in));
    }
}
