package org.polyvisor.cli.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polyvisor.cli.output.Table;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.Transcript;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.UsageException;

/** Memory, input and output, and interruptions reach a program only through system calls. */
final class SyscallsExperiment implements Experiment {
    private static final int SHOWN = 24;
    private static final long TYPED = BareMachine.Settings.RATE / 10;

    @Override
    public String name() {
        return "syscalls";
    }

    @Override
    public String description() {
        return "memory, input and output, and interruptions reach a program only through system calls";
    }

    /** What interrupted programs. */
    private static final class Calls implements Watched.Observer {
        private final Table trace = new Table("VIRTUAL MS", "PROGRAM AT", "INTERRUPTED BY", "CODE", "INSTRUCTIONS OF THE KERNEL",
                "GOES ON AT");
        private final Map<String, Integer> counts = new TreeMap<>();
        private int shown;
        private int calls;
        private Watched.Snapshot last = new Watched.Snapshot(0, List.of(), null);

        @Override
        public void saved(Watched machine, Watched.Snapshot program) {
            last = program;
            if (program.why() == null) return;
            counts.merge(program.why().type().name(), 1, Integer::sum);
            if (program.why().length() > 0) calls++;
        }

        @Override
        public void resumed(Watched machine, Watched.Snapshot program, long instructions) {
            if (last.why() == null || shown++ >= SHOWN) return;
            trace.row(last.time() * 1e3 / BareMachine.Settings.RATE, address(last), last.why().type().name(),
                    String.format("%02x", last.why().code()), instructions, address(program));
        }

        private static String address(Watched.Snapshot s) {
            return String.format("%08x", (int) s.pc());
        }
    }

    @Override
    public Findings run(Subject subject) throws UsageException {
        GuestDefinition definition = GuestCatalogue.named("mixed");
        Calls seen = new Calls();
        try (Watched machine = new Watched(subject, Watched.build(subject, definition))) {
            machine.type(TYPED, definition.typed());
            Outcome end = machine.run(seen);
            Transcript transcript = Transcript.of(definition);
            long lines = machine.printed().lines().count();
            Table causes = new Table("WHAT INTERRUPTED PROGRAMS", "TIMES");
            seen.counts.forEach(causes::row);
            return new Findings(List.of(
                    Claim.equal("output that a device made while a program ran, of " + machine.outputs() + " times", 0,
                            machine.outputsInUserState()),
                    new Claim("programs call the system for it: memory, lines, messages, sleep", "at least one call a line printed",
                            seen.calls + " calls, " + lines + " lines", seen.calls >= lines && lines > 0),
                    Claim.equal("what they ask for is what they get, what they must not have is refused: transcripts", "nothing else",
                            transcript.difference(machine.printed()).orElse("nothing else")),
                    Claim.equal("the guest ends normally", true, Watched.normal(end))),
                    List.of(new Findings.Titled("The first interruptions of programs", seen.trace),
                            new Findings.Titled("All of them", causes)),
                    List.of("typed after " + TYPED * 1000 / BareMachine.Settings.RATE + " ms of virtual time"));
        }
    }
}
