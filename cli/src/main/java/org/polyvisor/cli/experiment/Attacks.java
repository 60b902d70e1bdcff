package org.polyvisor.cli.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.GuestProgram;
import org.polyvisor.guest.Provocation;
import org.polyvisor.guest.Transcript;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.UsageException;

/** Programs that try what they must not, as many at once as the guest operating system has slots for, beside a neighbour. */
final class Attacks {
    private static final String NEIGHBOUR = "hello";

    /**
     * One attack.
     *
     * @param program the name of the program in the catalogue
     * @param tried what it tries
     */
    record Attack(String program, Provocation tried) {}

    /**
     * What came of it.
     *
     * @param said the kernel's lines about the program
     * @param refused whether the program was ended as its transcript says
     * @param unharmed whether the neighbour and the system did as theirs say
     */
    record Result(List<String> said, boolean refused, boolean unharmed) {}

    private Attacks() {}

    /** Makes them all, and tells of each in its order. Where there is an observer, it sees every run. */
    static List<Result> make(Subject subject, List<Attack> attacks, Optional<? extends Watched.Observer> observer) throws UsageException {
        int together = subject.port().slots() - 1;
        List<Result> results = new ArrayList<>();
        for (int from = 0; from < attacks.size(); from += together)
            results.addAll(batch(subject, attacks.subList(from, Math.min(attacks.size(), from + together)), observer));
        return results;
    }

    private static List<Result> batch(Subject subject, List<Attack> attacks, Optional<? extends Watched.Observer> observer)
            throws UsageException {
        List<GuestProgram> programs = new ArrayList<>();
        Map<String, Provocation> tried = new HashMap<>();
        for (Attack a : attacks) {
            GuestProgram p = program(a.program);
            String name = p.name() + (programs.size() + 1);
            programs.add(new GuestProgram(name, p.className(), p.description(), p.hosted()));
            tried.put(name, a.tried);
        }
        programs.add(program(NEIGHBOUR));
        GuestDefinition all = new GuestDefinition("attacks", "attacks beside another program", GuestDefinition.KERNEL, programs,
                GuestDefinition.TIME_LIMIT, "");
        Transcript transcript = Transcript.of(all);
        BuiltGuest guest = Watched.build(subject, system -> system.build(all, tried));
        try (Watched machine = new Watched(subject, guest)) {
            Outcome end = observer.isPresent() ? machine.run(observer.get()) : machine.run();
            String printed = machine.printed();
            boolean unharmed = Watched.normal(end) && transcript.difference(NEIGHBOUR, printed).isEmpty();
            return programs.stream().limit(attacks.size()).map(p -> new Result(about(p.name(), printed),
                    transcript.difference(p.name(), printed).isEmpty(), unharmed)).toList();
        }
    }

    private static GuestProgram program(String name) throws UsageException {
        return GuestCatalogue.named(name).programs().getFirst();
    }

    /** The kernel's last line about a program, and those that explain it. */
    private static List<String> about(String program, String printed) {
        List<String> lines = printed.lines().toList();
        for (int i = lines.size() - 1; i >= 0; i--)
            if (lines.get(i).startsWith("* " + program + " ")) {
                int end = i + 1;
                while (end < lines.size() && lines.get(end).startsWith("*   ")) end++;
                return lines.subList(i, end);
            }
        return List.of();
    }
}
