package org.polyvisor.hypervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/**
 * Popek and Goldberg's question ("Formal requirements for virtualizable third generation architectures", CACM 17(7), 1974),
 * answered from the meanings. Every row's samples are recorded in every mode. An instruction is privileged if it traps in all
 * user modes; innocuous if it does the same in user and supervisor state, and touches no resource in user state; otherwise it is
 * sensitive without being privileged, and a hypervisor cannot see it.
 */
public final class Classifier {
    private final Architecture architecture;
    private final Map<Register, Long> policy;
    private final List<Mode> user = new ArrayList<>();
    private final List<Mode> supervisor = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    /** A user and a supervisor mode that differ in one register only: it carries the privilege. */
    private record Pair(Mode user, Mode supervisor, Register carrier) {}

    /**
     * Judges under the policy that the architecture declares: what its supervisor registers hold while a guest runs lowered.
     *
     * @param architecture whose instructions are judged
     */
    public Classifier(Architecture architecture) {
        this.architecture = architecture;
        policy = architecture.registers().lowered();
        List<Mode> modes = new ArrayList<>(List.of(architecture.registers().mode(0)));
        for (Register r : architecture.registers().keyed())
            for (Mode m : List.copyOf(modes)) modes.add(m.with(r, (1L << r.bits()) - 1));
        for (Mode m : modes)
            if (architecture.supervision().possible(m)) (architecture.supervisor(m) ? supervisor : user).add(m);
        for (Mode u : user)
            for (Mode v : supervisor) {
                List<Register> apart = architecture.registers().keyed().stream().filter(r -> u.get(r) != v.get(r)).toList();
                if (apart.size() == 1) pairs.add(new Pair(u, v, apart.getFirst()));
            }
    }

    /** {@return the verdict on every row, in the order of the table} */
    public List<Verdict> all() {
        return architecture.rows().parallelStream().map(this::judge).toList();
    }

    /**
     * Whether trap-and-emulate can virtualize the architecture.
     *
     * @param verdicts the verdict on every row
     * @return true if every sensitive instruction traps or is harmless under its condition
     */
    public static boolean virtualizable(List<Verdict> verdicts) {
        return verdicts.stream().noneMatch(v -> v.kind() == Verdict.Kind.SENSITIVE && v.condition().isEmpty());
    }

    /**
     * {@return why trap-and-emulate can virtualize an architecture, or cannot, in a sentence}
     *
     * @param verdicts the verdict on every row
     */
    public static String reason(List<Verdict> verdicts) {
        List<String> harmful = mnemonics(verdicts, false), harmless = mnemonics(verdicts, true);
        if (!harmful.isEmpty()) return "sensitive, and do not trap in user state: " + String.join(", ", harmful);
        return harmless.isEmpty() ? "every sensitive instruction traps in user state"
                : "every sensitive instruction traps in user state, or is harmless under a condition: " + String.join(", ", harmless);
    }

    private static List<String> mnemonics(List<Verdict> verdicts, boolean harmless) {
        return verdicts.stream().filter(v -> v.kind() == Verdict.Kind.SENSITIVE && v.condition().isEmpty() != harmless)
                .map(v -> v.row().mnemonic()).distinct().toList();
    }

    /**
     * Judges one row: the worst of its samples.
     *
     * @param row a row of the architecture
     * @return the verdict
     */
    public Verdict judge(Row row) {
        Verdict worst = new Verdict(row, Verdict.Kind.INNOCUOUS, List.of(), "");
        Set<String> shown = new LinkedHashSet<>();
        Map<Mode, List<byte[]>> samples = new LinkedHashMap<>();
        for (Mode m : user) samples.put(m, row.format().samples(row, m));
        for (Mode m : supervisor) samples.put(m, row.format().samples(row, m));
        int most = samples.values().stream().mapToInt(List::size).max().orElse(0);
        for (int n = 0; n < most; n++) {
            Verdict v = judge(row, n, samples);
            if (v.kind() == Verdict.Kind.SENSITIVE) shown.addAll(v.evidence());
            if (v.kind().compareTo(worst.kind()) > 0) worst = v;
            else if (v.kind() == worst.kind() && v.condition().isEmpty()) worst = v;
        }
        return worst.kind() == Verdict.Kind.SENSITIVE ? new Verdict(row, worst.kind(), List.copyOf(shown), worst.condition()) : worst;
    }

    private Verdict judge(Row row, int sample, Map<Mode, List<byte[]>> samples) {
        Map<Mode, RecordedInstruction> recorded = new LinkedHashMap<>();
        samples.forEach((m, of) -> record(row, of.get(Math.min(sample, of.size() - 1)), m, recorded));
        List<RecordedInstruction> inUser = user.stream().filter(recorded::containsKey).map(recorded::get).toList();
        if (inUser.stream().allMatch(RecordedInstruction::traps))
            return supervisor.stream().filter(recorded::containsKey).map(recorded::get).allMatch(RecordedInstruction::traps)
                    ? new Verdict(row, Verdict.Kind.INNOCUOUS, List.of(), "")
                    : new Verdict(row, Verdict.Kind.PRIVILEGED, List.of("traps in user state"), "");
        if (inUser.stream().map(this::confined).allMatch(RecordedInstruction::traps))
            return new Verdict(row, Verdict.Kind.PRIVILEGED_BY_POLICY, List.of("traps where " + dictated(inUser)), "");
        Touched touched = new Touched();
        inUser.forEach(touched::look);
        Set<Register> carriers = differing(recorded);
        List<String> evidence = new ArrayList<>(touched.evidence());
        for (Register r : carriers) evidence.add("differs by " + r + " without a trap");
        if (evidence.isEmpty()) return new Verdict(row, Verdict.Kind.INNOCUOUS, List.of(), "");
        String passed = carriers.isEmpty() ? touched.condition() : "";
        return new Verdict(row, Verdict.Kind.SENSITIVE, evidence, passed.isEmpty() ? trapsWhereItMatters(recorded) : passed);
    }

    /** The condition that the policy makes true of an instruction which touches resources only in modes in which it then traps. */
    private String trapsWhereItMatters(Map<Mode, RecordedInstruction> recorded) {
        Map<Mode, RecordedInstruction> rest = new LinkedHashMap<>(recorded);
        List<RecordedInstruction> trapping = new ArrayList<>();
        for (Mode m : user)
            if (recorded.containsKey(m) && confined(recorded.get(m)).traps()) trapping.add(rest.remove(m));
        Touched touched = new Touched();
        user.stream().filter(rest::containsKey).map(rest::get).forEach(touched::look);
        boolean shows = trapping.isEmpty() || !touched.evidence().isEmpty() || !differing(rest).isEmpty();
        return shows ? "" : dictated(trapping) + " while the guest runs: it traps wherever that matters";
    }

    private void record(Row row, byte[] bytes, Mode m, Map<Mode, RecordedInstruction> into) {
        Instruction i = architecture.decode(a -> a < bytes.length ? bytes[a] & 0xff : 0, 0, m);
        if (i.row() == row) into.put(m, architecture.record(i, m));
    }

    /** What a hypervisor dictates, put in the place of what the program would find. */
    private RecordedInstruction confined(RecordedInstruction in) {
        return in.replace(v -> {
            if (v.op != Op.READ) return null;
            Long k = policy.get(architecture.registers().at((int) v.imm));
            return k == null ? null : Value.of(k, v.bits);
        }).settled();
    }

    private String dictated(List<RecordedInstruction> instructions) {
        Set<String> words = new TreeSet<>();
        for (RecordedInstruction in : instructions) in.reads(slot -> {
            Register r = architecture.registers().at(slot);
            if (policy.containsKey(r)) words.add(r + " = " + policy.get(r));
        });
        return String.join(", ", words);
    }

    /** The registers that make a difference between a user and a supervisor mode which differ in nothing else. */
    private Set<Register> differing(Map<Mode, RecordedInstruction> recorded) {
        Set<Register> carriers = new LinkedHashSet<>();
        for (Pair p : pairs) {
            if (carriers.contains(p.carrier)) continue;
            RecordedInstruction a = recorded.get(p.user), b = recorded.get(p.supervisor);
            if (a != null && b != null && !a.equals(b)) carriers.add(p.carrier);
        }
        return carriers;
    }

    /** The resources that an instruction touches. */
    private final class Touched {
        private final Set<String> reads = new TreeSet<>();
        private final Set<String> writes = new TreeSet<>();
        private final Set<String> others = new TreeSet<>();
        private boolean onlyPassed = true;
        private boolean clock;

        void look(RecordedInstruction in) {
            in.reads(slot -> read(architecture.registers().at(slot)));
            in.commits().keySet().forEach(this::written);
            look(in.effects());
        }

        private void look(List<Effect> effects) {
            for (Effect e : effects) switch (e) {
                case Effect.Load l -> reaches(l.route());
                case Effect.Store s -> reaches(s.route());
                case Effect.Call c -> {
                    c.helper().reads().forEach(this::read);
                    c.helper().writes().forEach(this::written);
                }
                case Effect.Time _ -> clock = true;
                case Effect.When w -> look(w.body());
                case Effect.Probe _, Effect.Trap _ -> { }
            }
        }

        private void reaches(Route p) {
            if (p == Route.PROGRAM) return;
            others.add("accesses storage with the supervisor's rights");
            onlyPassed = false;
        }

        private void read(Register r) {
            if (!r.sensitive()) return;
            reads.add(r.name());
            onlyPassed &= architecture.registers().passed().contains(r);
        }

        private void written(Register r) {
            if (!r.sensitive()) return;
            writes.add(r.name());
            onlyPassed = false;
        }

        List<String> evidence() {
            List<String> e = new ArrayList<>();
            if (!reads.isEmpty()) e.add("reads " + String.join(", ", reads));
            if (!writes.isEmpty()) e.add("writes " + String.join(", ", writes));
            if (clock) e.add("reads the clock");
            e.addAll(others);
            return e;
        }

        String condition() {
            if (!onlyPassed) return "";
            List<String> c = new ArrayList<>();
            if (clock) c.add("the clock it reads is the virtual machine's");
            if (!reads.isEmpty()) c.add("the host's " + String.join(", ", reads) + " hold the virtual machine's values");
            return String.join("; ", c);
        }
    }
}
