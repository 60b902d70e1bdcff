package org.polyvisor.isa.x86lite.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.X86Lite;
import org.polyvisor.testkit.Soak;

/**
 * Every user-mode integer row against real processors. The vectors name the processor; undefined flags are those of one vendor, which is
 * the documented choice, and compared with that vendor's.
 */
@DisplayName("IA-32 instructions do what a processor did")
@TestInstance(Lifecycle.PER_CLASS)
class DifferentialNativeTest {
    /** Of so many cases one is translated in the usual run. */
    private static final int SAMPLED = 5;

    private final X86Lite set = new X86Lite();
    private final Architecture architecture = pentium();
    private final Map<String, Row> rows = VectorGenerator.rows(architecture).stream()
            .collect(Collectors.toMap(VectorGenerator::key, r -> r));

    private Architecture pentium() {
        try {
            return set.architecture("pentium,+cmov");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    private static Vectors vectors(String file) throws IOException {
        try (InputStream in = DifferentialNativeTest.class.getResourceAsStream(file)) {
            return Vectors.read(in);
        }
    }

    @ParameterizedTest
    @CsvSource({"native-vectors.gz, 300", "page-ends-vectors.gz, 128"})
    void everyUserModeRowHasItsCases(String file, int least) throws IOException {
        Map<String, Integer> cases = vectors(file).rows().stream().collect(Collectors.toMap(Vectors.OfRow::key, r -> r.cases().size()));
        assertEquals(List.of(), rows.keySet().stream().filter(key -> cases.getOrDefault(key, 0) < least).toList());
    }

    @Test
    void undefinedFlagsAreThoseOfOneVendor() throws IOException {
        assertTrue(vectors("native-vectors.gz").processor().startsWith(Undefined.AS_ON));
    }

    /** The second file has page faults, and operands that go over the ends of pages. */
    @ParameterizedTest
    @ValueSource(strings = {"native-vectors.gz", "page-ends-vectors.gz"})
    void noResultDiffers(String file) throws IOException {
        compare(file, new EmulatedProcessor(set, architecture), 1);
    }

    /** {@code -Dsoak}: all cases. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"native-vectors.gz", "page-ends-vectors.gz"})
    void noResultDiffersTranslated(String file) throws IOException {
        EmulatedProcessor emulated = new EmulatedProcessor(set, architecture, true);
        int all = compare(file, emulated, Soak.all() ? 1 : SAMPLED);
        System.out.println("x86lite: " + emulated.inRegions() + " of " + all + " cases of " + file + " in regions");
        assertTrue(emulated.inRegions() > all / 10 * 9, emulated.inRegions() + " in regions");
    }

    /** Compares each so many cases, beginning with another one each time; returns how many that are. */
    private int compare(String file, EmulatedProcessor emulated, int every) throws IOException {
        Vectors v = vectors(file);
        boolean everything = v.processor().startsWith(Undefined.AS_ON);
        Map<String, List<String>> different = new TreeMap<>();
        int all = 0;
        for (Vectors.OfRow row : v.rows())
            for (int n = all % every; n < row.cases().size(); n += every) {
                Vectors.Case c = row.cases().get(n);
                Inputs in = Inputs.of(c.seed(), row.profile());
                Result ours = emulated.run(c.code(), in);
                all++;
                if (!(everything ? ours.equals(c.result()) : Undefined.same(rows.get(row.key()), c.code(), in, ours, c.result())))
                    different.computeIfAbsent(row.key(), _ -> new ArrayList<>()).add(HexFormat.of().formatHex(c.code()) + " seed " + c.seed()
                            + "\n   in  " + in.asResult() + "\n   cpu " + c.result() + "\n   our " + ours);
            }
        StringBuilder said = new StringBuilder();
        different.forEach((row, list) -> said.append(row).append(": ").append(list.size()).append(" differ, the first: ")
                .append(list.getFirst()).append('\n'));
        assertEquals("", said.toString(), "of " + all + " cases on " + v.processor());
        return all;
    }
}
