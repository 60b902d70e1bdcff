package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.polyvisor.guest.compiler.GuestImage;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.guest.compiler.ListingLine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.guest.TrapCause;

/**
 * What a port of the guest operating system must satisfy: sources compiled through it do on a bare machine what they do on the host JVM,
 * and trap in the right line of the source. {@code -Dpolyvisor.guest.programs=N} sets how many random programs are compared,
 * {@code -Dpolyvisor.guest.seed=N} from where.
 */
public abstract class GuestCompilerContract {
    private static final int PROGRAMS = Integer.getInteger("polyvisor.guest.programs", 50);
    private static final long SEED = Long.getLong("polyvisor.guest.seed", 370);
    private static final List<String> KERNEL_SUBJECTS =
            List.of("Sieve", "Checksum", "Structs", "Sweep", "Cells", "Switches", "Calls", "Large");
    /** A program may call itself. */
    private static final List<String> PROGRAM_SUBJECTS =
            List.of("QuickSort", "Sieve", "Checksum", "Structs", "Sweep", "Cells", "Switches", "Calls", "Large");
    private static final List<String> FILES = List.of("Arch", "Supervisor", "Library", "QuickSort", "Sieve", "Checksum", "Structs", "Sweep",
            "Cells", "Switches", "Calls", "Traps");
    private static final int LARGE = 230;
    private static final int FAR = 8192;
    private static final Pattern TRAP = Pattern.compile("static int (\\w+)\\(int n\\)|// (INDEX|DIVIDE|NULL)");

    /** Makes the contract. */
    protected GuestCompilerContract() {}

    /** {@return the instruction set under test} */
    protected abstract InstructionSet instructionSet();

    /** {@return the architecture under test} */
    protected abstract Architecture architecture();

    // ---- written by hand

    @Test
    @DisplayName("subjects compiled as a kernel give what they give on the host JVM")
    void kernel() throws Exception {
        Map<String, String> sources = sources();
        StringBuilder calls = new StringBuilder();
        for (String s : KERNEL_SUBJECTS) calls.append("Line.show(").append(s).append(".main());\n");
        sources.put("Trial.java", trial(calls.toString()));
        GuestTrial trial = new GuestTrial(instructionSet(), architecture(), sources);
        GuestImage image = trial.kernel("Trial");
        GuestTrial.Run run = trial.run(image);
        assertEquals(named(trial.hostKernel("Trial")), named(run.lines()), () -> "ended with " + run.end());
        assertTrue(image.sizes().methods().getOrDefault("Large.large", 0) > FAR, () -> "too small for far branches: " + image.sizes());
        System.out.println(architecture().name() + ": bytes " + image.sizes());
    }

    private static Map<String, String> named(List<String> lines) {
        Map<String, String> m = new LinkedHashMap<>();
        for (int n = 0; n < lines.size(); n++) m.put(n < KERNEL_SUBJECTS.size() ? KERNEL_SUBJECTS.get(n) : "line " + n, lines.get(n));
        return m;
    }

    @TestFactory
    @DisplayName("subjects compiled as programs give what they give on the host JVM")
    Stream<DynamicTest> programs() throws Exception {
        GuestTrial trial = new GuestTrial(instructionSet(), architecture(), sources());
        return PROGRAM_SUBJECTS.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            GuestTrial.Run run = trial.runProgram(trial.program(name));
            assertEquals(trial.hostProgram(name), run.lines(), () -> "ended with " + run.end());
        }));
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String name : FILES) sources.put(name + ".java", GuestTrial.resource(name + ".java"));
        sources.put("Large.java", large());
        return sources;
    }

    private static String trial(String statements) {
        return """
                package org.polyvisor.guest.kernel;
                final class Trial {
                  static final int[] CONTEXT = new int[64];
                  static int[] boot() { Arch.init(); %s Arch.halt(0); return CONTEXT; }
                  static int[] trap(int vector, int info) { Arch.halt(1); return CONTEXT; }
                }
                final class Line {
                  static final byte[] TEXT = new byte[8];
                  static void show(int word) {
                    for (int i = 0; i < 8; i++) {
                      int digit = word >>> 28 - 4 * i & 15;
                      TEXT[i] = (byte) (digit < 10 ? '0' + digit : 'A' - 10 + digit);
                    }
                    Arch.write(TEXT, 8);
                  }
                }
                """.formatted(statements);
    }

    /** A method whose branches go further than short forms reach. */
    private static String large() {
        StringBuilder s = new StringBuilder("package org.polyvisor.guest.kernel;\nfinal class Large {\n  static int large(int x) {\n"
                + "    int h = x, i = 0;\n    while (i < 20) {\n      i++;\n");
        for (int n = 0; n < LARGE; n++)
            s.append("      if ((h & %d) > %d) h = h * %d + (i << %d); else h ^= %d - i;\n".formatted(4134 + 37 * n, 991 * (n + 1),
                    100003 + 2 * n, n % 13, 77777 * (n + 1)));
        s.append("      if (h == 12345) break;\n    }\n    return h;\n  }\n");
        return s.append("  static int main() { return large(7) + large(-3); }\n}\n").toString();
    }

    // ---- random

    @Test
    @DisplayName("random programs give what they give on the host JVM")
    void random() throws Exception {
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            String subject = new RandomGuestSource(seed).text();
            GuestTrial trial = new GuestTrial(instructionSet(), architecture(), Map.of("Arch.java", GuestTrial.resource("Arch.java"),
                    "Trial.java", trial("int[] r = Subject.main(); for (int i = 0; i < r.length; i++) Line.show(r[i]);"),
                    "Subject.java", subject));
            String hint = "-Dpolyvisor.guest.seed=" + seed + " -Dpolyvisor.guest.programs=1";
            try {
                GuestTrial.Run run = trial.run(trial.kernel("Trial"));
                assertEquals(trial.hostKernel("Trial"), run.lines(), () -> hint + " ended with " + run.end() + "\n" + subject);
            } catch (GuestSourceException | UsageException | RuntimeException e) {
                throw new AssertionError(hint + "\n" + subject, e);
            }
        }
    }

    // ---- size

    @Test
    @DisplayName("a program larger than its region is refused")
    void region() throws Exception {
        int size = instructionSet().guest().orElseThrow().regionSize();
        GuestTrial trial = new GuestTrial(instructionSet(), architecture(), Map.of("Big.java", "package org.polyvisor.guest.kernel;\n"
                + "final class Big {\n  static final byte[] BIG = new byte[" + size + "];\n  static int main() { return BIG[5]; }\n}\n"));
        GuestSourceException e = assertThrows(GuestSourceException.class, () -> trial.program("Big"));
        assertEquals(1, e.mistakes().size());
        String told = e.getMessage();
        assertTrue(told.startsWith("Big.java:4: in Big.main: image (") && told.contains(size + " bytes"), told);
    }

    // ---- traps

    private record Trap(String method, String kind, int line) {
        Set<Integer> causes() {
            return switch (kind) {
                case "INDEX" -> Set.of(TrapCause.INDEX);
                case "DIVIDE" -> Set.of(TrapCause.DIVIDE);
                default -> Set.of(TrapCause.NULL, TrapCause.PROTECTION);
            };
        }
    }

    private static List<Trap> traps() {
        List<String> lines = GuestTrial.resource("Traps.java").lines().toList();
        List<Trap> all = new ArrayList<>();
        String method = "";
        for (int n = 0; n < lines.size(); n++) {
            Matcher m = TRAP.matcher(lines.get(n));
            if (!m.find()) continue;
            if (m.group(1) != null) method = m.group(1);
            else all.add(new Trap(method, m.group(2), n + 1));
        }
        return all;
    }

    private GuestTrial trapTrial() throws UsageException, GuestSourceException {
        Map<String, String> sources = sources();
        for (Trap t : traps()) {
            sources.put("Of" + t.method + ".java", "package org.polyvisor.guest.kernel;\nfinal class Of" + t.method
                    + " { static int main() { return Traps." + t.method + "(10); } }\n");
            sources.put("In" + t.method + ".java", trial("Line.show(Traps." + t.method + "(10));")
                    .replace("class Trial", "class In" + t.method).replace("Line", "Line" + t.method));
        }
        return new GuestTrial(instructionSet(), architecture(), sources);
    }

    @TestFactory
    @DisplayName("a program that goes wrong traps in the right line")
    Stream<DynamicTest> programTraps() throws Exception {
        GuestTrial trial = trapTrial();
        return traps().stream().map(t -> DynamicTest.dynamicTest(t.method, () -> {
            GuestImage image = trial.program("Of" + t.method);
            GuestTrial.Run run = trial.runProgram(image);
            assertEquals(1, run.lines().size(), () -> run.lines() + " ended with " + run.end());
            String line = run.lines().getFirst();
            assertTrue(line.charAt(0) == 't' && t.causes().contains(line.charAt(1) - '0'), () -> "a trap of another kind: " + line);
            assertEquals(t.line, image.at(Integer.parseUnsignedInt(line.substring(3), 16)).map(ListingLine::line).orElse(0));
        }));
    }

    @TestFactory
    @DisplayName("a kernel that goes wrong traps in the right line")
    Stream<DynamicTest> kernelTraps() throws Exception {
        GuestTrial trial = trapTrial();
        return traps().stream().map(t -> DynamicTest.dynamicTest(t.method, () -> {
            GuestImage image = trial.kernel("In" + t.method);
            GuestTrial.Run run = trial.run(image);
            assertEquals(List.of(), run.lines().stream().filter(l -> l.matches("[0-9A-F]{8}")).toList(), "it went on");
            // an instruction that interrupts when it is complete shows the next address
            assertTrue(run.deliveries().stream().anyMatch(d -> inLine(image, d.pc(), t) || inLine(image, d.pc() - 1, t)),
                    () -> t + ": " + run.deliveries() + " ended with " + run.end());
        }));
    }

    private static boolean inLine(GuestImage image, int address, Trap t) {
        return image.at(address).filter(l -> l.line() == t.line && l.method().equals("Traps." + t.method)).isPresent();
    }
}
