package org.polyvisor.cli.experiment;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polyvisor.cli.output.Table;
import org.polyvisor.guest.Provocation;
import org.polyvisor.hypervisor.Classifier;
import org.polyvisor.hypervisor.Verdict;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.UsageException;

/**
 * A privileged instruction in user state ends the program that tried it, and only that: each one is tried in a program of its own, beside
 * other programs.
 */
final class PrivilegedExperiment implements Experiment {
    private static final String PROGRAM = "privileged";

    @Override
    public String name() {
        return "privileged";
    }

    @Override
    public String description() {
        return "a privileged instruction in user state ends the program that tried it, and only that program";
    }

    /** One attempt and what came of it. */
    private record Tried(Verdict verdict, byte[] code, Attacks.Result result) {

        /** The program's end is the one that its transcript says, and the kernel shows the instruction that was tried. */
        boolean refused() {
            String shown = HexFormat.of().withUpperCase().formatHex(code);
            return result.refused() && result.said().stream().anyMatch(l -> l.replace(" ", "").contains(shown));
        }

        /** The instruction did what it does, and the program went on; or it was refused for a reason of its own. */
        String said() {
            return result.said().isEmpty() ? "nothing"
                    : result.said().stream().map(l -> l.replaceFirst("^\\*\\s+", "")).collect(Collectors.joining(": "));
        }
    }

    @Override
    public Findings run(Subject subject) throws UsageException {
        List<Tried> all = tried(subject);
        List<Tried> privileged = all.stream().filter(t -> t.verdict.kind() == Verdict.Kind.PRIVILEGED).toList();
        Table table = new Table("INSTRUCTION", "VERDICT", "WHAT THE KERNEL SAID", "NEIGHBOUR");
        all.forEach(t -> table.row(t.verdict.row(), t.verdict.kind(), t.said(), t.result.unharmed() ? "unharmed" : "HARMED"));
        return new Findings(List.of(
                Claim.all("each privileged instruction ends its program, with a message that shows address, instruction and source line",
                        privileged.size(), privileged.stream().filter(Tried::refused).count()),
                Claim.all("the neighbour prints and ends as if nothing had happened", all.size(),
                        all.stream().filter(t -> t.result.unharmed()).count())),
                List.of(new Findings.Titled("Every instruction that is privileged, in a user program", table)),
                List.of("what is privileged by policy is refused only where the kernel's policy is the one that a hypervisor would have"));
    }

    private static List<Tried> tried(Subject subject) throws UsageException {
        Mode mode = subject.port().mode(subject.declared());
        List<Verdict> verdicts = new Classifier(subject.declared()).all().stream()
                .filter(v -> v.kind() == Verdict.Kind.PRIVILEGED || v.kind() == Verdict.Kind.PRIVILEGED_BY_POLICY).toList();
        List<Attacks.Attack> attacks = new ArrayList<>();
        for (Verdict v : verdicts)
            attacks.add(new Attacks.Attack(PROGRAM, new Provocation(v.row().format().samples(v.row(), mode).getFirst(),
                    subject.port().kernelOrigin())));
        List<Attacks.Result> results = Attacks.make(subject, attacks, Optional.empty());
        return IntStream.range(0, results.size())
                .mapToObj(i -> new Tried(verdicts.get(i), attacks.get(i).tried().instruction(), results.get(i))).toList();
    }
}
