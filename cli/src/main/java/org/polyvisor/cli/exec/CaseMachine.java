package org.polyvisor.cli.exec;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Numeral;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;

/** A machine without devices that runs one case after the other. */
final class CaseMachine {
    private static final int LAST_RANK = 4;
    /** The bytes of storage in a result, which is one line. */
    private static final long MOST_REPORTED = 64 << 20;

    private final InstructionSet set;
    private final Architecture architecture;
    private final BareMachine machine;
    private final Map<String, RegisterView> views = new HashMap<>();
    private final Set<String> classes;
    private RegisterView[] registers = new RegisterView[16];
    private long[] values = new long[16];

    CaseMachine(InstructionSet set, Architecture architecture, long storage) {
        this.set = set;
        this.architecture = architecture;
        machine = new BareMachine(set, architecture, BareMachine.Settings.of(storage));
        classes = architecture.interruptions().stream().map(InterruptionClass::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Says how code is executed. */
    void tier(Tier tier) {
        machine.host().tier(tier);
    }

    /**
     * Runs a case.
     *
     * @param c a case for such a machine
     * @param r where its result is put
     * @throws UsageException if there is something in it that does not exist here
     */
    void run(Case c, Result r) throws UsageException {
        for (String name : c.intercept)
            if (!classes.contains(name))
                throw new UsageException("intercept: " + set.name() + " has no class '" + name + "': there are "
                        + architecture.interruptions().stream().map(InterruptionClass::name).collect(Collectors.joining(", ")));
        for (String name : c.registers) view("report.registers", name);
        long reported = 0;
        for (Case.Area a : c.areas) {
            inside("report.storage", a.at(), a.length());
            reported += a.length();
        }
        if (reported > MOST_REPORTED)
            throw new UsageException("report.storage: " + reported + " bytes are too much for one result: give up to " + MOST_REPORTED);
        reset(c.state);
        for (Case.Load l : c.loads) {
            inside("load", l.at(), l.bytes().length);
            machine.load((int) l.at(), l.bytes());
        }
        set(c);
        Outcome o = machine.run(new Limits(c.mostInstructions, c.stopAt, c.intercept, CaseMachine::never));
        report(o, c, r);
    }

    private static boolean never() {
        return false;
    }

    private void reset(String state) throws UsageException {
        if (!state.isEmpty() && !set.states().contains(state))
            throw new UsageException("state: " + set.name() + " has no state '" + state + "': there are "
                    + String.join(", ", set.states()));
        machine.reset(state.isEmpty() ? set.states().getFirst() : state);
    }

    private void inside(String field, long at, long length) throws UsageException {
        if (at + length > machine.storage())
            throw new UsageException(field + ": " + length + " bytes at " + Numeral.hexadecimal(at) + " reach beyond the end of storage at "
                    + Numeral.hexadecimal(machine.storage()) + ": give more memory");
    }

    private RegisterView view(String field, String name) throws UsageException {
        RegisterView v = views.get(name);
        if (v != null) return v;
        try {
            v = InstructionSets.register(set, architecture, name);
        } catch (UsageException e) {
            throw new UsageException(field + ": " + e.getMessage());
        }
        views.put(name, v);
        return v;
    }

    /** Registers take effect by rank, whatever their order in the case. */
    private void set(Case c) throws UsageException {
        int n = c.settings.size();
        if (n > registers.length) {
            registers = new RegisterView[n];
            values = new long[n];
        }
        for (int i = 0; i < n; i++) {
            Case.Setting s = c.settings.get(i);
            registers[i] = view("set", s.register());
            try {
                values[i] = Numeral.parse(s.value(), registers[i].bits());
            } catch (UsageException e) {
                throw new UsageException("set." + s.register() + ": " + e.getMessage());
            }
        }
        for (int rank = 0; rank <= LAST_RANK; rank++)
            for (int i = 0; i < n; i++) if (registers[i].rank() == rank) write(registers[i], values[i]);
    }

    private void write(RegisterView v, long value) throws UsageException {
        try {
            v.writer().write(machine.machine(), value);
        } catch (IllegalArgumentException e) {
            throw new UsageException("set." + v.name() + ": " + e.getMessage());
        }
    }

    private void report(Outcome o, Case c, Result r) throws UsageException {
        r.clear();
        r.exit = switch (o) {
            case Outcome.Budget _ -> "budget";
            case Outcome.Stop _ -> "stop";
            case Outcome.Waiting _ -> "wait";
            case Outcome.Stopped _ -> "stopped";
            case Outcome.Shutdown _ -> "shutdown";
            case Outcome.Intercepted i -> {
                machine.machine().set(architecture.registers().pc(), i.pc());
                set.intercepted(machine.machine(), i.why());
                r.interruption = set.describe(i.why());
                yield i.why().type().name();
            }
            case Outcome.Interrupted _ -> throw new IllegalStateException("nobody asked to end the run");
        };
        r.instructions = machine.instructions();
        for (String name : c.registers) {
            RegisterView v = Objects.requireNonNull(views.get(name)); // looked up before the run
            r.registers.add(new Result.Contents(name, text(v, read(v))));
        }
        for (Case.Area a : c.areas) r.storage.add(new Result.Bytes(a.at(), machine.read((int) a.at(), (int) a.length())));
    }

    private long read(RegisterView v) throws UsageException {
        try {
            return v.reader().read(machine.machine());
        } catch (IllegalArgumentException e) {
            throw new UsageException("report.registers: " + v.name() + ": " + e.getMessage());
        }
    }

    private static String text(RegisterView v, long value) {
        String digits = Long.toHexString(value);
        int missing = v.padded() ? (v.bits() + 3) / 4 - digits.length() : 0;
        return missing > 0 ? "0x" + "0".repeat(missing) + digits : "0x" + digits;
    }
}
