package org.polyvisor.cli.experiment;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.polyvisor.cli.output.Table;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.Provocation;
import org.polyvisor.isa.UsageException;

/**
 * A virus cannot get into the operating system: stores into its storage and loads from it, aimed all over it from user state, are refused,
 * and no byte of it changes while a program runs, but for those that the hardware itself keeps there.
 */
final class ProtectionExperiment implements Experiment {
    private static final int TARGETS = 12;

    @Override
    public String name() {
        return "protection";
    }

    @Override
    public String description() {
        return "a virus cannot get into the operating system's storage: stores and loads from user state are refused";
    }

    /** Which bytes of the kernel's image changed while a program ran. */
    private static final class Unchanged implements Watched.Observer {
        private final BitSet changed = new BitSet();
        private byte[] before = {};
        private int slices;

        @Override
        public void begins(Watched machine) {
            before = new byte[0];
        }

        @Override
        public void resumed(Watched machine, Watched.Snapshot program, long instructions) {
            before = machine.kernel();
        }

        @Override
        public void interrupted(Watched machine, Watched.Snapshot program) {
            if (before.length == 0) return;
            slices++;
            byte[] after = machine.kernel();
            for (int i = 0; i < after.length; i++) if (after[i] != before[i]) changed.set(i);
        }
    }

    @Override
    public Findings run(Subject subject) throws UsageException {
        Unchanged peaceful = new Unchanged(), attacked = new Unchanged();
        BuiltGuest peace = Watched.build(subject, GuestCatalogue.named("sieve"));
        try (Watched machine = new Watched(subject, peace)) {
            machine.run(peaceful);
        }
        int origin = subject.port().kernelOrigin();
        int size = peace.kernel().bytes().length;
        List<Integer> targets = IntStream.range(0, TARGETS).map(i -> origin + (int) ((long) size * i / TARGETS & -4)).boxed().toList();
        List<Attacks.Result> stores = Attacks.make(subject, attacks("vandal", targets), Optional.of(attacked));
        List<Attacks.Result> loads = Attacks.make(subject, attacks("spy", targets), Optional.of(attacked));
        Table table = new Table("ADDRESS", "STORE", "LOAD");
        for (int i = 0; i < TARGETS; i++)
            table.row(String.format(Locale.ROOT, "%08x", targets.get(i)), said(stores.get(i)), said(loads.get(i)));
        List<Attacks.Result> all = Stream.concat(stores.stream(), loads.stream()).toList();
        BitSet illegal = (BitSet) attacked.changed.clone();
        illegal.andNot(peaceful.changed);
        return new Findings(List.of(
                Claim.all("each store into the operating system's storage ends the program that tried it", TARGETS,
                        refused(stores)),
                Claim.all("each load from the operating system's storage ends the program that tried it", TARGETS,
                        refused(loads)),
                Claim.equal("bytes of the operating system that changed while a program was running", 0, illegal.cardinality()),
                Claim.all("the neighbour prints and ends as if nothing had happened", all.size(),
                        all.stream().filter(Attacks.Result::unharmed).count())),
                List.of(new Findings.Titled("Attempts, at addresses all over the kernel's " + size + " bytes", table)),
                List.of("compared at the beginning and the end of " + attacked.slices + " times that a program ran; the hardware itself keeps "
                        + peaceful.changed.cardinality() + " bytes up to date there, such as a timer",
                        "'polyvisor experiment privileged' tries input and output instructions"));
    }

    private static String said(Attacks.Result r) {
        return r.refused() ? "refused" : "DONE";
    }

    private static long refused(List<Attacks.Result> results) {
        return results.stream().filter(Attacks.Result::refused).count();
    }

    private static List<Attacks.Attack> attacks(String program, List<Integer> targets) {
        return targets.stream().map(t -> new Attacks.Attack(program, new Provocation(new byte[0], t))).toList();
    }
}
