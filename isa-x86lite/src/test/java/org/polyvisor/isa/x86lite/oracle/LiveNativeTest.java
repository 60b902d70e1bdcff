package org.polyvisor.isa.x86lite.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.X86Lite;

/**
 * Every user-mode integer row against the processor that this runs on, where {@code gcc -m32} is there, with new cases from a seed: half of
 * them in the window, half at the ends of pages, with page faults. {@code -Dpolyvisor.native.cases=N} sets how many a row there are,
 * {@code -Dpolyvisor.native.seed=N} from where.
 */
@DisplayName("IA-32 instructions do what this processor does")
class LiveNativeTest {
    private static final int CASES = Integer.getInteger("polyvisor.native.cases", 16);
    private static final long SEED = Long.getLong("polyvisor.native.seed", 1);

    private final X86Lite set = new X86Lite();

    @Test
    void noResultDiffers(@TempDir Path folder) throws Exception {
        Process build = new ProcessBuilder("sh", "src/test/native/build.sh", folder.toString()).redirectErrorStream(true).start();
        String said = new String(build.getInputStream().readAllBytes());
        assumeTrue(build.waitFor() == 0, said);
        Architecture architecture = set.architecture("pentium,+cmov");
        NativeProcessor processor = new NativeProcessor(folder.resolve("oracle"));
        boolean all = processor.name().startsWith(Undefined.AS_ON);
        VectorGenerator generator = new VectorGenerator(architecture, processor, SEED);
        EmulatedProcessor emulated = new EmulatedProcessor(set, architecture);
        Map<String, List<String>> different = new TreeMap<>();
        int[] count = new int[2];
        for (Row row : VectorGenerator.rows(architecture))
            for (boolean ends : new boolean[] {false, true}) compare(row, ends, generator, processor, emulated, all, different, count);
        StringBuilder list = new StringBuilder();
        different.forEach((row, l) -> list.append(row).append(": ").append(l.size()).append(" differ, the first: ").append(l.getFirst())
                .append('\n'));
        System.out.println("x86lite: " + count[0] + " cases as on " + processor.name() + ", " + count[1] + " of them page faults");
        assertEquals("", list.toString(), "of " + count[0] + " cases, seed " + SEED);
    }

    private static void compare(Row row, boolean ends, VectorGenerator generator, NativeProcessor processor, EmulatedProcessor emulated,
            boolean all, Map<String, List<String>> different, int[] count) throws IOException, InterruptedException {
        List<byte[]> code = new ArrayList<>();
        List<Inputs> inputs = new ArrayList<>();
        for (int n = 0; n < CASES; n++) {
            Inputs in = Inputs.of(generator.seed(n), ends ? Inputs.Profile.PAGE_ENDS : VectorGenerator.profile(row));
            byte[] bytes = generator.instruction(row, in, ends);
            if (bytes == null) continue;
            code.add(bytes);
            inputs.add(in);
        }
        List<Result> results = processor.run(code, inputs);
        for (int n = 0; n < code.size(); n++) {
            Result theirs = results.get(n);
            if (!VectorGenerator.counts(theirs, ends)) continue;
            Result ours = emulated.run(code.get(n), inputs.get(n));
            count[0]++;
            if (theirs.vector() == Result.PAGE_FAULT) count[1]++;
            if (!(all ? Undefined.sameVendor(row, ours, theirs) : Undefined.same(row, code.get(n), inputs.get(n), ours, theirs)))
                different.computeIfAbsent(row.toString(), _ -> new ArrayList<>()).add(HexFormat.of().formatHex(code.get(n)) + "\n   in  "
                        + inputs.get(n).asResult() + "\n   cpu " + theirs + "\n   our " + ours);
        }
    }
}
