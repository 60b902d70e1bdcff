package org.polyvisor.isa.x86lite.oracle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Classifier;
import org.polyvisor.hypervisor.Verdict;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.X86Lite;
import org.polyvisor.isa.x86lite.code.InstructionPrefixes;
import org.polyvisor.isa.x86lite.code.X86Argument;
import org.polyvisor.isa.x86lite.state.Registers;

/**
 * Makes vectors from the row table and the processor that this runs on. Arguments: the native program, the file to write, cases
 * a row, seed, and {@code ends} for cases at the ends of pages, with page faults.
 */
final class VectorGenerator {
    private static final Set<String> LEFT_OUT = Set.of("CPUID", "RDTSC", "PUSHF", "PUSHFD", "HLT", "INT", "INT1", "IRET", "IRETD", "RETF",
            "ESC", "FWAIT");
    private static final Set<String> POPF = Set.of("POPF", "POPFD");
    private static final int GENERAL_PROTECTION = 13;
    private static final int MOST_ROUNDS = 60;
    private static final int FLAG_INPUTS = 1 << Integer.bitCount(Inputs.FLAGS);

    private final Architecture architecture;
    private final Mode mode;
    private final NativeProcessor processor;
    private final RandomGenerator random;

    VectorGenerator(Architecture architecture, NativeProcessor processor, long seed) {
        this.architecture = architecture;
        this.processor = processor;
        mode = flat(architecture);
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static Mode flat(Architecture a) {
        return new BareMachine(new X86Lite(), a, BareMachine.Settings.of(1 << 16)).processor().mode();
    }

    public static void main(String[] args) throws IOException, InterruptedException, UsageException {
        Architecture a = new X86Lite().architecture("pentium,+cmov");
        NativeProcessor p = new NativeProcessor(Path.of(args[0]));
        VectorGenerator g = new VectorGenerator(a, p, Long.parseLong(args[3]));
        List<Vectors.OfRow> rows = new ArrayList<>();
        boolean ends = args.length > 4 && args[4].equals("ends");
        int wanted = Integer.parseInt(args[2]);
        for (Row row : rows(a)) {
            Vectors.OfRow v = g.row(row, wanted, ends);
            if (v.cases().size() < wanted) System.err.println(row + ": only " + v.cases().size() + " cases");
            rows.add(v);
        }
        try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
            new Vectors(p.name(), rows).write(out);
        }
        int cases = rows.stream().mapToInt(v -> v.cases().size()).sum();
        System.err.println(rows.size() + " rows, " + cases + " cases, " + Files.size(Path.of(args[1])) + " bytes");
    }

    /** Every user-mode integer row but those that show or ask for supervisor state. */
    static List<Row> rows(Architecture a) {
        Map<Row, Verdict.Kind> verdicts = new Classifier(a).all().stream().collect(Collectors.toMap(Verdict::row, Verdict::kind));
        return a.rows().stream().filter(r -> !LEFT_OUT.contains(r.mnemonic()))
                .filter(r -> verdicts.get(r) == Verdict.Kind.INNOCUOUS || POPF.contains(r.mnemonic())).toList();
    }

    static String key(Row row) {
        return row.toString();
    }

    private Vectors.OfRow row(Row row, int wanted, boolean ends) throws IOException, InterruptedException {
        Inputs.Profile profile = ends ? Inputs.Profile.PAGE_ENDS : profile(row);
        List<Vectors.Case> kept = new ArrayList<>();
        int[] held = new int[FLAG_INPUTS];
        int most = ends ? (wanted + FLAG_INPUTS - 1) / FLAG_INPUTS : wanted;
        for (int round = 0; round < MOST_ROUNDS && kept.size() < wanted; round++) {
            List<byte[]> code = new ArrayList<>();
            List<Inputs> inputs = new ArrayList<>();
            List<Integer> seeds = new ArrayList<>();
            for (int n = 0; n < wanted; n++) {
                int seed = ends ? seed(n) : random.nextInt();
                Inputs in = Inputs.of(seed, profile);
                byte[] bytes = instruction(row, in, ends);
                if (bytes == null) continue;
                code.add(bytes);
                inputs.add(in);
                seeds.add(seed);
            }
            List<Result> results = processor.run(code, inputs);
            for (int n = 0; n < code.size() && kept.size() < wanted; n++)
                if (counts(results.get(n), ends) && held[seeds.get(n) & FLAG_INPUTS - 1]++ < most)
                    kept.add(new Vectors.Case(code.get(n), seeds.get(n), results.get(n)));
        }
        return new Vectors.OfRow(key(row), profile, kept);
    }

    static Inputs.Profile profile(Row row) {
        if (row.mnemonic().matches("BT[CRS]?")) return Inputs.Profile.BITS;
        boolean pointers = row.syntax().contains("@e") || Set.of("ENTER", "LEAVE").contains(row.mnemonic());
        return pointers ? Inputs.Profile.POINTERS : Inputs.Profile.ANY;
    }

    /** Faults of segments depend on how the operating system laid them out. */
    static boolean counts(Result r, boolean ends) {
        return r.vector() != GENERAL_PROTECTION && (ends || r.vector() != Result.PAGE_FAULT);
    }

    /** {@return a random seed} @param n counts seeds: so many in order have all flag inputs of {@link Inputs.Profile#PAGE_ENDS} */
    int seed(int n) {
        return random.nextInt() & -FLAG_INPUTS | n & FLAG_INPUTS - 1;
    }

    /** A random instruction of the row whose storage operand lies in the window, or null. */
    byte[] instruction(Row row, Inputs in, boolean ends) {
        Instruction i = row.format().random(row, Inputs.CODE, mode, random);
        InstructionPrefixes p = InstructionPrefixes.of(i);
        if (p.segment() != -1 && p.segment() != 0 && p.segment() != 2 && p.segment() != 3) p = p.segment(-1);
        List<Argument> arguments = i.arguments().stream().map(a -> a instanceof X86Argument.Memory m ? placed(m, in, ends) : a).toList();
        try {
            byte[] code = row.format().encode(new Instruction(row, i.pc(), 0, p, arguments), mode);
            Instruction again = architecture.decode(a -> a - Inputs.CODE < code.length ? code[a - Inputs.CODE] & 0xff : 0x90, Inputs.CODE, mode);
            return again.row() == row && again.length() == code.length && code.length <= 15 ? code : null;
        } catch (EncodingException e) {
            return null;
        }
    }

    /** The same operand with a displacement that leads into the window. */
    private Argument placed(X86Argument.Memory m, Inputs in, boolean ends) {
        int[] g = in.registers();
        int sum = (m.base() < 0 ? 0 : g[m.base()]) + (m.index() < 0 ? 0 : g[m.index()] << m.scale());
        int target = ends ? Inputs.pageEnd(random) : Inputs.WINDOW + 0x300 + random.nextInt(0xa00);
        int little = (byte) random.nextInt(), at = m.bits() == 16 ? sum + little & 0xffff : sum + little;
        boolean reaches = at >= Inputs.WINDOW + 0x100 && at < Inputs.WINDOW + 0xf00;
        int displacement = reaches && !ends && random.nextInt(2) == 0 ? little : target - sum;
        return new X86Argument.Memory(m.base(), m.index(), m.scale(), m.bits() == 16 ? (short) displacement : displacement, m.bits());
    }
}
