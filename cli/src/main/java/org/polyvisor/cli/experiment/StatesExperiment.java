package org.polyvisor.cli.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.polyvisor.cli.output.Table;
import org.polyvisor.hypervisor.Classifier;
import org.polyvisor.hypervisor.Verdict;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;

/**
 * User state and supervisor state: which registers each may use. The table is that of the schema; the proof is by trying: every
 * instruction is executed in user state, and again with other contents in one supervisor register after the other. Where a program
 * could tell the two apart, the instruction shows the register; where the register is another afterwards, the instruction changes it.
 * The classifier, which only looked at meanings, must have called exactly these instructions sensitive.
 */
final class StatesExperiment implements Experiment {
    private static final String NONE = "none";

    @Override
    public String name() {
        return "states";
    }

    @Override
    public String description() {
        return "user state and supervisor state: which registers each may use, by trying each access from both";
    }

    @Override
    public Findings run(Subject subject) throws UsageException {
        List<Verdict> verdicts = new Classifier(subject.declared()).all();
        Mode initial = Trial.initial(subject);
        List<Mode> user = userModes(subject.declared(), initial);
        if (user.isEmpty()) throw new UsageException(subject.set().name() + " has no user state: there is nothing to try");
        Map<Row, Seen> seen = new LinkedHashMap<>();
        for (Row row : subject.executed().rows()) seen.put(row, new Seen());
        for (Mode m : user) attempt(subject, verdicts, initial, m, m == user.getFirst(), seen);
        Map<Verdict, Seen> judged = new LinkedHashMap<>();
        for (Verdict v : verdicts) judged.put(v, Objects.requireNonNull(seen.get(counterpart(v, subject))));
        return new Findings(claims(judged), tables(subject.declared(), judged), List.of(
                "user states tried: " + user.stream().map(Mode::toString).collect(Collectors.joining("; ")),
                "supervisor registers hold in user state what a hypervisor dictates there, as 'polyvisor classify' assumes",
                "each instruction ran " + Attempt.SEEDS + " times a sample, and each time again with " + Attempt.CONTENTS
                        + " other contents in every supervisor register"));
    }

    private static Row counterpart(Verdict v, Subject subject) {
        return subject.executed().rows().get(subject.declared().rows().indexOf(v.row()));
    }

    /** Tries every instruction in the nearest user mode, those that the classifier calls anything but innocuous in the others, too. */
    private static void attempt(Subject subject, List<Verdict> verdicts, Mode initial, Mode lower, boolean nearest, Map<Row, Seen> seen) {
        Set<Register> operands = operands(verdicts, subject.declared(), lower);
        try (Trial user = new Trial(subject, lower, operands); Trial supervisor = new Trial(subject, initial, operands)) {
            Resources resources = Resources.of(subject.executed());
            Map<Register, Long> dictated = dictated(verdicts, subject, resources, user);
            for (Verdict v : verdicts) {
                Row row = counterpart(v, subject);
                boolean innocuous = v.kind() == Verdict.Kind.INNOCUOUS;
                if (innocuous && !nearest) continue;
                Attempt attempt = new Attempt(Objects.requireNonNull(seen.get(row)), resources, dictated, user, supervisor);
                attempt.systematically(row, nearest);
                if (!innocuous) attempt.search(row, v.kind() == Verdict.Kind.SENSITIVE, operands);
            }
        }
    }

    /** The user modes nearest to the initial state, one for each content of each register that only the supervisor changes. */
    private static List<Mode> userModes(Architecture a, Mode initial) {
        List<Mode> possible = new ArrayList<>(List.of(initial));
        for (Register r : a.registers().keyed())
            for (Mode m : List.copyOf(possible))
                for (long v = 0; v < 1L << r.bits(); v++) if (v != initial.get(r)) possible.add(m.with(r, v));
        possible.removeIf(m -> !a.supervision().possible(m) || a.supervisor(m));
        possible.sort(Comparator.comparingInt(m -> Integer.bitCount(m.word() ^ initial.word())));
        Set<Mode> chosen = new LinkedHashSet<>();
        for (Register r : a.registers().keyed())
            for (long v = (1L << r.bits()) - 1; v >= 0 && r.sensitive(); v--) {
                long contents = v;
                possible.stream().filter(m -> m.get(r) == contents).findFirst().ifPresent(chosen::add);
            }
        return List.copyOf(chosen);
    }

    /** Where a program has its numbers: the registers that innocuous instructions set. */
    private static Set<Register> operands(List<Verdict> verdicts, Architecture a, Mode user) {
        Set<Register> all = new LinkedHashSet<>();
        for (Verdict v : verdicts) {
            if (v.kind() != Verdict.Kind.INNOCUOUS) continue;
            for (byte[] code : v.row().format().samples(v.row(), user))
                all.addAll(a.record(a.decode(at -> at < code.length ? code[at] & 0xff : 0, 0, user), user).commits().keySet());
        }
        all.removeIf(r -> r.keyed() || r.kind() != Register.Kind.USER || r == a.registers().pc());
        return all;
    }

    /**
     * What supervisor registers hold in user state: what a hypervisor dictates there, but for bits that make storage unreachable in a
     * trial, which has no tables.
     */
    private static Map<Register, Long> dictated(List<Verdict> verdicts, Subject subject, Resources resources, Trial user) {
        List<byte[]> innocuous = verdicts.stream().filter(v -> v.kind() == Verdict.Kind.INNOCUOUS)
                .map(v -> user.samples(v.row()).getLast()).toList();
        Map<Register, Long> dictated = new LinkedHashMap<>();
        subject.executed().registers().lowered().forEach((r, v) -> {
            if (!r.keyed() && !resources.mapping().contains(r)) dictated.put(r, v);
        });
        long reached = completed(innocuous, user, dictated);
        for (Register r : resources.mapping()) {
            Long wanted = subject.executed().registers().lowered().get(r);
            if (wanted == null || r.keyed()) continue;
            long contents = user.initially(r);
            for (int bit = 0; bit < r.bits(); bit++) {
                if (((contents ^ wanted) >> bit & 1) == 0) continue;
                Map<Register, Long> more = new LinkedHashMap<>(dictated);
                more.put(r, contents ^ 1L << bit);
                if (completed(innocuous, user, more) == reached) contents ^= 1L << bit;
            }
            dictated.put(r, contents);
        }
        return dictated;
    }

    private static long completed(List<byte[]> samples, Trial user, Map<Register, Long> dictated) {
        return samples.stream().filter(code -> user.execute(code, 1, cpu -> dictated.forEach(cpu::set)).completed()).count();
    }

    // ---- what it comes to

    private static List<Claim> claims(Map<Verdict, Seen> seen) {
        List<Claim> claims = new ArrayList<>();
        for (Verdict.Kind k : List.of(Verdict.Kind.PRIVILEGED, Verdict.Kind.PRIVILEGED_BY_POLICY)) {
            if (names(seen, k, _ -> true).equals(NONE)) continue;
            claims.add(Claim.equal("each attempt in user state at an instruction that is " + k + " is refused: those that were not", NONE,
                    names(seen, k, s -> s.trapped < s.tried)));
            claims.add(Claim.equal("each instruction that is " + k + " gets past the privilege check in supervisor state",
                    names(seen, k, _ -> true), names(seen, k, s -> s.admitted)));
        }
        claims.add(Claim.equal("no instruction that is innocuous shows or changes a supervisor register in user state: those that did",
                NONE,
                names(seen, Verdict.Kind.INNOCUOUS, Seen::caught)));
        claims.add(Claim.equal("each instruction that is sensitive and unprivileged shows or changes one in user state, without a trap",
                names(seen, Verdict.Kind.SENSITIVE, _ -> true), names(seen, Verdict.Kind.SENSITIVE, Seen::caught)));
        return claims;
    }

    private static String names(Map<Verdict, Seen> seen, Verdict.Kind kind, Predicate<Seen> which) {
        return listed(seen, e -> e.getKey().kind() == kind && which.test(e.getValue()), NONE, " ");
    }

    private static String listed(Map<Verdict, Seen> seen, Predicate<Map.Entry<Verdict, Seen>> which, String otherwise, String between) {
        String names = seen.entrySet().stream().filter(which).map(e -> e.getKey().row().mnemonic()).distinct()
                .collect(Collectors.joining(between));
        return names.isEmpty() ? otherwise : names;
    }

    private static List<Findings.Titled> tables(Architecture a, Map<Verdict, Seen> seen) {
        Table registers = new Table("REGISTER", "BITS", "STATE", "SHOWN IN USER STATE BY", "CHANGED IN USER STATE BY");
        for (Register r : a.registers().all()) {
            if (r.kind() == Register.Kind.HIDDEN) continue;
            boolean supervisor = r.sensitive();
            registers.row(r.name(), r.bits(), supervisor ? "supervisor" : "user",
                    supervisor ? by(seen, s -> s.shown.contains(r.name())) : "any program",
                    supervisor ? by(seen, s -> s.changed.contains(r.name())) : "any program");
        }
        for (String resource : List.of(Seen.CLOCK, Seen.STATE, Seen.TABLES))
            registers.row(resource, "", "supervisor", by(seen, s -> s.shown.contains(resource)), "");
        return List.of(new Findings.Titled("Registers, by the schema, and what reached them in user state", registers));
    }

    private static String by(Map<Verdict, Seen> seen, Predicate<Seen> which) {
        return listed(seen, e -> which.test(e.getValue()), "", ", ");
    }
}
