package org.polyvisor.hypervisor;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;

/**
 * Finds the first instruction whose effect differs between two machines that should do the same, such as a machine and its virtual
 * twin. Registers are compared after each instruction, storage after every thousand, and after each of those before a difference: what is
 * stored wrong and stored over in between goes unseen unless a register shows it. Machines are made anew for each closer look.
 */
public final class Lockstep {
    private static final int STEP = 1_000, PART = 32;

    private final Supplier<BareMachine> reference;
    private final Supplier<BareMachine> subject;

    /**
     * Which instruction, and what it did.
     *
     * @param after how many instructions were completed before it
     * @param pc its address
     * @param row the instruction
     * @param text the same, disassembled
     * @param what which register, or storage, and both contents: {@code NAME: 0x0, not 0x1}
     */
    public record Difference(long after, int pc, Row row, String text, String what) {}

    /**
     * Prepares a comparison.
     *
     * @param reference makes the machine that is right; each time the same, ready to run
     * @param subject makes the one under examination
     */
    public Lockstep(Supplier<BareMachine> reference, Supplier<BareMachine> subject) {
        this.reference = reference;
        this.subject = subject;
    }

    /**
     * Compares.
     *
     * @param most how many instructions are run at most
     * @return the first difference; nothing if there is none
     */
    public Optional<Difference> first(long most) {
        OptionalLong equal = equal(most);
        Optional<Difference> first = stepping(0, equal.isPresent() ? Math.min(most, equal.getAsLong() + STEP) : most, STEP);
        return first.isPresent() || equal.isEmpty() ? first : together(equal.getAsLong());
    }

    /** The last point at which both are seen to be equal before they are not, if they run on in between; nothing if they always are. */
    private OptionalLong equal(long most) {
        try (BareMachine a = reference.get(); BareMachine b = subject.get()) {
            long equal = 0;
            boolean goesOn = true;
            while (goesOn && equal < most) {
                goesOn = run(a, b, Math.min(STEP, most - equal));
                if (difference(a, b).isPresent()) return OptionalLong.of(equal);
                equal = a.instructions();
            }
            return OptionalLong.empty();
        }
    }

    /** True if both have more to do. */
    private static boolean run(BareMachine a, BareMachine b, long n) {
        Outcome x = a.run(Limits.of(n)), y = b.run(Limits.of(n));
        return x instanceof Outcome.Budget && y instanceof Outcome.Budget;
    }

    /**
     * The first difference that is seen if both stop after each instruction. Storage is looked at after {@code every} instructions, and
     * once a difference shows, more often from where it was equal last.
     */
    private Optional<Difference> stepping(long from, long most, int every) {
        try (BareMachine a = reference.get(); BareMachine b = subject.get()) {
            while (a.instructions() < from) run(a, b, 1);
            long equal = from;
            boolean goesOn = true;
            while (goesOn && a.instructions() < most) {
                Step s = new Step(a);
                goesOn = run(a, b, 1);
                Optional<String> what = registers(a, b);
                long now = a.instructions();
                if (what.isEmpty() && (!goesOn || now >= most || now >= equal + every)) {
                    what = storage(a, b);
                    equal = what.isEmpty() ? now : equal;
                }
                if (what.isEmpty()) continue;
                if (every == 1) return Optional.of(s.difference(what.get()));
                Optional<Difference> first = stepping(equal, now, every == STEP ? PART : 1);
                if (first.isEmpty()) throw notTheSame();
                return first;
            }
            return Optional.empty();
        }
    }

    private static IllegalStateException notTheSame() {
        return new IllegalStateException("a difference seen at first did not come again: the machines are not the same each time");
    }

    /** The instruction that a machine is about to execute; its page may be known only then, but then it may have changed itself. */
    private static final class Step {
        private final BareMachine machine;
        private final long after;
        private final int pc;
        private final Supplier<Optional<Instruction>> there;
        private final Optional<Instruction> before;

        Step(BareMachine m) {
            machine = m;
            after = m.instructions();
            pc = m.processor().pc();
            there = m.processor().instruction(pc);
            before = there.get();
        }

        Difference difference(String what) {
            Optional<Instruction> i = before.or(there);
            Row row = i.map(Instruction::row).orElse(machine.architecture().encoding().undefined());
            String text = i.map(machine.architecture().syntax()::print).orElse("an instruction whose page is known no longer");
            return new Difference(after, pc, row, text, what);
        }
    }

    /** The difference is not seen when the machines stop after each instruction: runs them further and further without a stop. */
    private Optional<Difference> together(long equal) {
        for (int n = 1; n <= STEP; n++)
            try (BareMachine a = reference.get(); BareMachine b = subject.get()) {
                run(a, b, equal);
                run(a, b, n);
                Optional<String> what = difference(a, b);
                if (what.isPresent()) return Optional.of(new Difference(equal + n - 1, a.processor().pc(),
                        a.architecture().encoding().undefined(),
                            "seen only in one run up to here", what.get()));
            }
        throw notTheSame();
    }

    /**
     * {@return how the state of two machines differs; nothing if it is the same}
     *
     * @param a a machine that is right
     * @param b another one of the same architecture
     */
    public static Optional<String> difference(BareMachine a, BareMachine b) {
        return registers(a, b).or(() -> storage(a, b));
    }

    private static Optional<String> registers(BareMachine a, BareMachine b) {
        Processor p = a.processor(), q = b.processor();
        if (p.retired() != q.retired()) return Optional.of("instructions: " + q.retired() + ", not " + p.retired());
        if (p.now() != q.now()) return Optional.of("virtual time: " + q.now() + ", not " + p.now());
        for (Register r : a.architecture().registers().all()) {
            if (r.kind() == Register.Kind.HIDDEN || p.get(r) == q.get(r)) continue;
            return Optional.of(r + ": 0x" + Long.toHexString(q.get(r)) + ", not 0x" + Long.toHexString(p.get(r)));
        }
        return Optional.empty();
    }

    private static Optional<String> storage(BareMachine a, BareMachine b) {
        return a.processor().storage().digest() == b.processor().storage().digest() ? Optional.empty() : Optional.of("storage");
    }
}
