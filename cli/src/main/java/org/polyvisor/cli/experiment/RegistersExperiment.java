package org.polyvisor.cli.experiment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.output.Table;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.Transcript;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.UsageException;

/**
 * A task switch saves and restores the registers: what each program had when it was interrupted is compared with what it has when it goes
 * on, and what it prints with what it prints alone on the host JVM.
 */
final class RegistersExperiment implements Experiment {
    private static final int SHOWN = 12;
    /** So many registers with contents of their own show where they are saved. */
    private static final int TELLING = 6;
    private static final double LEAST_MILLISECONDS = 9;
    private static final double MOST_MILLISECONDS = 11;

    @Override
    public String name() {
        return "registers";
    }

    @Override
    public String description() {
        return "a task switch saves and restores the registers, about every 10 ms, and no program can tell";
    }

    /** What was seen of the switches of one run. */
    private static final class Switches implements Watched.Observer {
        private final List<Watched.Snapshot> outstanding = new ArrayList<>();
        private final Map<Register, String> places = new TreeMap<>((a, b) -> Integer.compare(a.slot(), b.slot()));
        private final Table trace = new Table("VIRTUAL MS", "INTERRUPTED AT", "BY", "GOES ON AT", "AFTER INSTRUCTIONS");
        private final List<Long> timers = new ArrayList<>();
        private Watched.@Nullable Snapshot last;
        private int equal;
        private int lost;
        /** The first program is begun by the kernel's boot. */
        private int begun = 1;
        private long instructions;
        private String context = "";

        @Override
        public void interrupted(Watched machine, Watched.Snapshot program) {
            last = program;
            outstanding.add(program);
        }

        @Override
        public void saved(Watched machine, Watched.Snapshot program) {
            if (program.asynchronous() && places.isEmpty() && telling(machine, program) >= TELLING) find(machine, program);
        }

        @Override
        public void resumed(Watched machine, Watched.Snapshot program, long taken) {
            Watched.Snapshot before = match(program, true, 0), called = before != null ? null : match(program, false, 1);
            outstanding.remove(before != null ? before : called);
            if (before != null) equal++;
            else if (called == null && outstanding.stream().anyMatch(s -> samePlace(s, program))) lost++;
            else if (called == null) begun++;
            if (last == null || last.why() == null || !last.asynchronous()) return;
            timers.add(last.time());
            instructions += taken;
            if (timers.size() <= SHOWN)
                trace.row(milliseconds(last.time()), hexadecimal(last.pc()), last.why().type().name(),
                        hexadecimal(program.pc()), taken);
        }

        private static boolean samePlace(Watched.Snapshot one, Watched.Snapshot other) {
            return one.pc() == other.pc();
        }

        /** The interrupted program of which this is the continuation; after a system call, one register has its result. */
        private Watched.@Nullable Snapshot match(Watched.Snapshot after, boolean asynchronous, int mostChanged) {
            for (Watched.Snapshot s : outstanding) {
                if (s.asynchronous() != asynchronous) continue;
                long changed = IntStream.range(0, s.values().size()).filter(i -> !s.values().get(i).equals(after.values().get(i))).count();
                if (changed <= mostChanged) return s;
            }
            return null;
        }

        /** Looks for the registers in the kernel's storage: the place where most of them lie side by side. */
        private void find(Watched machine, Watched.Snapshot program) {
            ByteBuffer kernel = ByteBuffer.wrap(machine.kernel()).order(machine.architecture().byteOrder());
            int words = machine.guest().port().contextWords();
            Map<Register, Integer> best = Map.of();
            int where = 0;
            for (int at = 0; at + Integer.BYTES * words <= kernel.capacity(); at += Integer.BYTES) {
                Map<Register, Integer> found = offsets(machine, program, kernel.slice(at, Integer.BYTES * words).order(kernel.order()));
                if (found.size() <= best.size()) continue;
                best = found;
                where = at;
            }
            context = hexadecimal((long) machine.guest().kernel().origin() + where);
            best.forEach((r, offset) -> places.put(r, "+" + offset));
        }

        /** Where in a context there are the contents of registers. */
        private static Map<Register, Integer> offsets(Watched machine, Watched.Snapshot program, ByteBuffer context) {
            Map<Register, Integer> offsets = new HashMap<>();
            for (int i = 0; i < machine.registers().size(); i++) {
                Register r = machine.registers().get(i);
                long value = program.values().get(i);
                if (!telling(r, value)) continue;
                for (int at = 0; at < context.capacity(); at += Integer.BYTES)
                    if (context.getInt(at) == (int) value) offsets.putIfAbsent(r, at);
            }
            return offsets;
        }

        private static long telling(Watched machine, Watched.Snapshot program) {
            return IntStream.range(0, program.values().size())
                    .filter(i -> telling(machine.registers().get(i), program.values().get(i))).count();
        }

        private static boolean telling(Register r, long value) {
            return r.bits() == Integer.SIZE && value != 0 && value != -1;
        }
    }

    private static double milliseconds(long time) {
        return time * 1e3 / BareMachine.Settings.RATE;
    }

    private static String hexadecimal(long value) {
        return String.format("%08x", (int) value);
    }

    @Override
    public Findings run(Subject subject) throws UsageException {
        GuestDefinition definition = GuestCatalogue.named("demo");
        Switches seen = new Switches();
        try (Watched machine = new Watched(subject, Watched.build(subject, definition))) {
            Outcome end = machine.run(seen);
            double between = IntStream.range(1, seen.timers.size())
                    .mapToDouble(i -> milliseconds(seen.timers.get(i) - seen.timers.get(i - 1))).sorted().skip(Math.max(0, seen.timers.size() - 1) / 2).findFirst().orElse(0);
            List<Claim> claims = List.of(
                    Claim.all("a program that goes on after a timer interruption has all " + machine.registers().size()
                            + " registers of the user state as they were", seen.equal + seen.lost, seen.equal),
                    Claim.equal("each program begins once; afterwards it goes on where it was interrupted", definition.programs().size(),
                            seen.begun),
                    new Claim("programs are interrupted about every 10 ms", "median between 9 and 11 ms",
                            String.format(Locale.ROOT, "%.2f ms of virtual time, %d times", between, seen.timers.size()),
                            between >= LEAST_MILLISECONDS && between <= MOST_MILLISECONDS),
                    Claim.equal("no program can tell: each prints what its transcript says", "nothing else",
                            Transcript.of(definition).difference(machine.printed()).orElse("nothing else")),
                    Claim.equal("the guest ends normally", true, Watched.normal(end)));
            Table places = new Table("REGISTER", "SAVED AT");
            seen.places.forEach((r, at) -> places.row(r.name(), at));
            return new Findings(claims, List.of(
                    new Findings.Titled("The first " + Math.min(SHOWN, seen.timers.size()) + " of " + seen.timers.size() + " task switches",
                            seen.trace),
                    new Findings.Titled("Where the kernel saved the registers of an interrupted program: context at " + seen.context,
                            places)),
                    List.of(String.format(Locale.ROOT, "a switch takes %.0f instructions on average, of %d in a time slice",
                            (double) seen.instructions / Math.max(1, seen.timers.size()), BareMachine.Settings.RATE / 100)));
        }
    }
}
