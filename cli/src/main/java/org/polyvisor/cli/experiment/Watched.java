package org.polyvisor.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.GuestSystem;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;

/**
 * A machine that runs a guest under observation: it stops where a program is interrupted, where the kernel begins to look at that, and
 * where a program goes on. It is known by the kernel's entry and by the state of the processor, on any instruction set.
 */
final class Watched implements AutoCloseable {
    private static final long MOST = 30_000_000;
    /** Instructions that a kernel may need between two programs. */
    private static final int LONGEST = 1_000_000;

    /**
     * A program's registers.
     *
     * @param time virtual time
     * @param values of the registers that a program may use, by {@link #registers}
     * @param why what interrupted it; null: it goes on
     */
    record Snapshot(long time, List<Long> values, @Nullable Interruption why) {

        /** Whether it was interrupted between instructions, and not by one of its own. */
        boolean asynchronous() {
            return why != null && why.length() == 0;
        }

        /** Where it was interrupted, or goes on. */
        long pc() {
            return values.getFirst();
        }
    }

    /** Is told what happens. */
    interface Observer {

        /** A machine has been booted. */
        default void begins(Watched machine) {}

        /** A program is interrupted; its registers are still in the processor. */
        default void interrupted(Watched machine, Snapshot program) {}

        /** The kernel has saved them. */
        default void saved(Watched machine, Snapshot program) {}

        /** A program goes on after so many instructions. */
        default void resumed(Watched machine, Snapshot program, long instructions) {}
    }

    private final Subject subject;
    private final BuiltGuest guest;
    private final BareMachine machine;
    private final StringBuilder printed = new StringBuilder();
    private final List<Console.Input> keys = new ArrayList<>();
    private final List<Register> registers;
    private final int entry;
    private int outputs;
    private int outputsInUserState;
    private @Nullable Snapshot interrupted;

    /** Boots a guest. */
    Watched(Subject subject, BuiltGuest guest) throws UsageException {
        this.subject = subject;
        this.guest = guest;
        entry = Objects.requireNonNull(guest.kernel().program().symbols().get("TRAP"), "the kernel's entry");
        registers = subject.declared().registers().all().stream().filter(r -> r.kind() == Register.Kind.USER).toList();
        Console console = new Console() {
            @Override
            public void write(String text) {
                printed.append(text);
                outputs++;
                if (!supervisor()) outputsInUserState++;
            }

            @Override
            public void connect(Input input) {
                keys.add(input);
            }
        };
        machine = new BareMachine(subject.set(), subject.executed(), new BareMachine.Settings(subject.set().defaultStorage(),
                BareMachine.Settings.RATE, _ -> console));
        machine.attach(Map.of());
        guest.boot(machine);
    }

    /** Compiles a guest of the catalogue. */
    static BuiltGuest build(Subject subject, GuestDefinition definition) throws UsageException {
        return build(subject, system -> system.build(definition));
    }

    /** What is built, and may be refused. */
    interface Building {
        BuiltGuest by(GuestSystem system) throws GuestSourceException, UsageException;
    }

    /** Compiles a guest. */
    static BuiltGuest build(Subject subject, Building building) throws UsageException {
        try {
            return building.by(new GuestSystem(subject.set(), subject.declared(), subject.port(), _ -> Optional.empty()));
        } catch (GuestSourceException e) {
            throw new IllegalStateException("a guest that comes along has mistakes: " + e.getMessage(), e);
        }
    }

    /** Runs to the end. */
    Outcome run() {
        return machine.run(Limits.of(MOST));
    }

    /** Runs to the end under observation. */
    Outcome run(Observer observer) {
        observer.begins(this);
        machine.observe(d -> {
            if (supervisor()) return;
            interrupted = new Snapshot(d.time(), values(d.pc()), d.what());
            observer.interrupted(this, interrupted);
        });
        Limits toKernel = new Limits(MOST, Set.of(entry), Set.of(), () -> false);
        while (true) {
            Outcome o = machine.run(toKernel);
            if (!(o instanceof Outcome.Stop)) return o;
            Snapshot program = interrupted;
            interrupted = null;
            if (program != null) observer.saved(this, program);
            Outcome end = kernel(observer, program == null ? machine.instructions() : program.time());
            if (end != null) return end;
        }
    }

    /** Steps through the kernel to the program that goes on, or to the wait for an interruption. */
    private @Nullable Outcome kernel(Observer observer, long since) {
        for (int n = 0; n < LONGEST; n++) {
            Outcome o = machine.run(Limits.of(1));
            if (!(o instanceof Outcome.Budget)) return o;
            if (!supervisor()) {
                observer.resumed(this, new Snapshot(machine.now(), values(machine.processor().pc()), null), machine.now() - since);
                return null;
            }
            if (machine.processor().waiting()) return null;
        }
        return new Outcome.Budget();
    }

    private List<Long> values(int pc) {
        List<Long> values = new ArrayList<>(registers.size());
        for (Register r : registers)
            values.add(r == subject.declared().registers().pc() ? pc & 0xffff_ffffL : machine.processor().get(r));
        return values;
    }

    private boolean supervisor() {
        return subject.declared().supervisor(machine.processor().mode());
    }

    /** Types on the console at a virtual time. */
    void type(long time, String text) {
        machine.schedule(time, () -> keys.getFirst().type(text));
    }

    /** The registers that a program may use. */
    List<Register> registers() {
        return registers;
    }

    Architecture architecture() {
        return subject.declared();
    }

    BareMachine machine() {
        return machine;
    }

    BuiltGuest guest() {
        return guest;
    }

    String printed() {
        return printed.toString();
    }

    /** How often a console was written to. */
    int outputs() {
        return outputs;
    }

    /** How often it was while a program ran. */
    int outputsInUserState() {
        return outputsInUserState;
    }

    /** The kernel's image as it is now. */
    byte[] kernel() {
        return machine.read(guest.kernel().origin(), guest.kernel().bytes().length);
    }

    /** Whether a run ended as the guest meant it. */
    static boolean normal(Outcome o) {
        return o instanceof Outcome.Waiting w && w.ending() != null && w.ending().normal();
    }

    @Override
    public void close() {
        machine.observe((Consumer<BareMachine.Delivery>) _ -> { });
        machine.close();
    }
}
