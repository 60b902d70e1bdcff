package org.polyvisor.hypervisor;

import java.util.Optional;
import java.util.function.Supplier;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;

/**
 * Finds the first instruction whose effect differs between two machines that should do the same, such as a machine and its virtual
 * twin: both run in steps as long as they are equal; then two fresh ones run to the last equal point and on, one instruction at a time.
 */
public final class Lockstep {
    private static final int STEP = 1_000;

    private final Supplier<BareMachine> reference;
    private final Supplier<BareMachine> subject;

    /**
     * Which instruction, and what it did.
     *
     * @param after how many instructions were completed before it
     * @param pc its address
     * @param row the instruction
     * @param text the same, disassembled
     * @param what which register, or storage, and both contents
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
        try (BareMachine a = reference.get(); BareMachine b = subject.get()) {
            long equal = 0;
            while (equal < most) {
                boolean goesOn = run(a, b, Math.min(STEP, most - equal));
                if (difference(a, b).isPresent()) return single(equal);
                equal = a.instructions();
                if (!goesOn) return Optional.empty();
            }
            return Optional.empty();
        }
    }

    /** True if both have more to do. */
    private static boolean run(BareMachine a, BareMachine b, long n) {
        Outcome x = a.run(Limits.of(n)), y = b.run(Limits.of(n));
        return x instanceof Outcome.Budget && y instanceof Outcome.Budget;
    }

    private Optional<Difference> single(long equal) {
        try (BareMachine a = reference.get(); BareMachine b = subject.get()) {
            run(a, b, equal);
            while (true) {
                long after = a.instructions();
                int pc = a.processor().pc();
                Supplier<Optional<Instruction>> there = a.processor().instruction(pc);
                Optional<Instruction> before = there.get();
                boolean goesOn = run(a, b, 1);
                Optional<String> what = difference(a, b);
                if (what.isPresent()) {
                    // its page may be known only now; but now it may have changed itself
                    Optional<Instruction> i = before.or(there);
                    Row row = i.map(Instruction::row).orElse(a.architecture().encoding().undefined());
                    String text = i.map(a.architecture().syntax()::print).orElse("an instruction whose page is known no longer");
                    return Optional.of(new Difference(after, pc, row, text, what.get()));
                }
                if (!goesOn || after > equal + STEP) return together(equal);
            }
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
        throw new IllegalStateException("a difference seen at first did not come again: the machines are not the same each time");
    }

    /**
     * {@return how the state of two machines differs; nothing if it is the same}
     *
     * @param a a machine
     * @param b another one of the same architecture
     */
    public static Optional<String> difference(BareMachine a, BareMachine b) {
        Processor p = a.processor(), q = b.processor();
        if (p.retired() != q.retired()) return Optional.of("instructions: " + p.retired() + ", " + q.retired());
        if (p.now() != q.now()) return Optional.of("virtual time: " + p.now() + ", " + q.now());
        for (Register r : a.architecture().registers().all()) {
            if (r.kind() == Register.Kind.HIDDEN || p.get(r) == q.get(r)) continue;
            return Optional.of(r + ": " + Long.toHexString(p.get(r)) + ", " + Long.toHexString(q.get(r)));
        }
        return p.storage().digest() == q.storage().digest() ? Optional.empty() : Optional.of("storage");
    }
}
