package org.polyvisor.cli.demo;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

/**
 * A virtual machine gone wild, on the host that the others use. At first it runs a kernel that overwrites all storage that it can reach, in
 * its supervisor's state. Where that ends, it begins again, and executes random bytes that fill all of its storage.
 */
final class Rogue implements AutoCloseable {
    private static final long STORAGE = 1 << 20;
    private static final long MOST = 10_000_000;
    /** Exits make the instructions of random bytes dear: its slices are shorter then. */
    private static final int RANDOM_SHARE = 100;

    private final InstructionSet set;
    private final ChosenTechnique technique;
    private final Host host;
    private final SplittableRandom random;
    private final Map<String, Long> exits = new LinkedHashMap<>();
    private final Screen screen;
    private BareMachine machine;
    private long ended;
    private long lives;
    private long nanoseconds;

    Rogue(InstructionSet set, ChosenTechnique technique, Host host, BuiltGuest overwriter, long seed, Screen screen) throws UsageException {
        this.set = set;
        this.technique = technique;
        this.host = host;
        this.screen = screen;
        random = new SplittableRandom(seed);
        machine = new BareMachine(set, overwriter.architecture(), BareMachine.Settings.of(set.defaultStorage()), technique.processor(host));
        machine.attach(Map.of());
        overwriter.boot(machine);
        lives = 1;
    }

    private BareMachine again() throws UsageException {
        Architecture a = host.state().architecture();
        BareMachine m = new BareMachine(set, a, BareMachine.Settings.of(STORAGE), technique.processor(host));
        m.attach(Map.of());
        byte[] bytes = new byte[(int) STORAGE];
        random.nextBytes(bytes);
        m.load(0, bytes);
        m.processor().set(a.registers().pc(), random.nextInt((int) STORAGE / 2) & -2);
        lives++;
        return m;
    }

    /** Runs a slice. Returns whether the kernel that it began with still runs. */
    boolean slice(long most) throws UsageException {
        if (ended == 0 && machine.instructions() == 0)
            screen.tells(name(), "a kernel overwrites all the storage that it can reach, in supervisor state");
        boolean first = lives == 1;
        long from = System.nanoTime();
        Outcome o = machine.run(Limits.slice(first ? most : most / RANDOM_SHARE));
        nanoseconds += System.nanoTime() - from;
        if (!(o instanceof Outcome.Budget) || !first && machine.instructions() > MOST) {
            if (first) screen.tells(name(), String.format(Locale.ROOT,
                    "has come to its end after %,d instructions; from now on it executes random bytes in supervisor state",
                    machine.instructions()));
            end();
            machine = again();
        }
        return first;
    }

    private void end() {
        ended += machine.instructions();
        if (machine.host() instanceof VirtualProcessor v) v.ledger().byCause().forEach((cause, n) -> exits.merge(cause, n, Long::sum));
        machine.close();
    }

    String name() {
        return set.name() + "-rogue";
    }

    String isa() {
        return set.name();
    }

    Technique technique() {
        return technique.technique();
    }

    long instructions() {
        return ended + machine.instructions();
    }

    /** How often it began. */
    long lives() {
        return lives;
    }

    double seconds() {
        return nanoseconds / 1e9;
    }

    double mips() {
        return instructions() / Math.max(1e-9, seconds()) / 1e6;
    }

    Map<String, Long> exits() {
        Map<String, Long> all = new LinkedHashMap<>(exits);
        if (machine.host() instanceof VirtualProcessor v) v.ledger().byCause().forEach((cause, n) -> all.merge(cause, n, Long::sum));
        return all;
    }

    @Override
    public void close() {
        machine.close();
    }
}
