package org.polyvisor.cli.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Row;

/** Executes one instruction at a time from a known state, as often as is asked, and tells all that a program could see of it. */
final class Trial implements AutoCloseable {
    private static final int STORAGE = 0x4000;
    private static final int CODE = 0x3000;
    private static final int MOST = 100;
    /** Where operands and tables lie. */
    static final int LOWEST = 0x1000;
    /** The end of operands and tables. */
    static final int HIGHEST = 0x3000;

    /**
     * What an instruction did.
     *
     * @param completed whether it completed
     * @param interruption the interruption that it caused, or empty
     * @param user user registers
     * @param storage digest
     * @param changed the supervisor registers that it changed
     */
    record Effect(boolean completed, String interruption, List<Long> user, long storage, Set<Register> changed) {

        /** Whether a program could tell the two apart. */
        boolean looksLike(Effect o) {
            return completed == o.completed && interruption.equals(o.interruption) && user.equals(o.user) && storage == o.storage;
        }
    }

    private final InstructionSet set;
    private final Architecture architecture;
    private final BareMachine machine;
    private final Mode mode;
    private final Set<Register> operands;
    private final List<Register> user;
    private final List<Register> supervisor;
    private final Map<Long, byte[]> bytes = new HashMap<>();

    /**
     * Prepares trials in a state that differs from the initial one in what some mode registers hold.
     *
     * @param operands the registers in which a program has its numbers and addresses
     */
    Trial(Subject subject, Mode mode, Set<Register> operands) {
        set = subject.set();
        architecture = subject.executed();
        machine = new BareMachine(set, architecture, BareMachine.Settings.of(STORAGE));
        this.mode = mode;
        this.operands = operands;
        user = architecture.registers().all().stream().filter(r -> r.kind() == Register.Kind.USER).toList();
        supervisor = architecture.registers().all().stream().filter(Register::sensitive).toList();
    }

    /** The mode of the initial state. */
    static Mode initial(Subject subject) {
        try (BareMachine m = new BareMachine(subject.set(), subject.executed(), BareMachine.Settings.of(STORAGE))) {
            return m.processor().mode();
        }
    }

    /**
     * Executes an instruction. The same seed gives the same user registers and storage.
     *
     * @param code its bytes
     * @param seed of what a program could have put there
     * @param prepare changes supervisor registers before
     */
    Effect execute(byte[] code, long seed, Consumer<Processor> prepare) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Processor cpu = machine.processor();
        machine.reset(set.states().getFirst());
        machine.load(LOWEST, operands(seed));
        machine.load(CODE, code);
        for (Register r : operands)
            cpu.set(r, r.bits() < 16 ? random.nextLong() : random.nextInt(LOWEST, HIGHEST) & -8);
        for (Register r : architecture.registers().keyed()) cpu.set(r, mode.get(r));
        prepare.accept(cpu);
        cpu.set(architecture.registers().pc(), CODE);
        List<Long> before = contents(supervisor);
        Exit e = cpu.run(1);
        String interruption = switch (e) {
            case Exit.Trap t -> String.valueOf(t.why());
            case Exit.Completed c -> String.valueOf(c.why());
            case Exit.Budget _, Exit.Attention _, Exit.Waiting _ -> "";
        };
        return new Effect(cpu.retired() == 1 && !(e instanceof Exit.Trap), interruption, contents(user),
                cpu.storage().digest(), changed(before));
    }

    private byte[] operands(long seed) {
        if (bytes.size() > MOST) bytes.clear();
        return bytes.computeIfAbsent(seed, _ -> {
            byte[] b = new byte[HIGHEST - LOWEST];
            RandomGeneratorFactory.of("L64X128MixRandom").create(~seed).nextBytes(b);
            return b;
        });
    }

    private List<Long> contents(List<Register> of) {
        Long[] all = new Long[of.size()];
        for (int i = 0; i < all.length; i++) all[i] = machine.processor().get(of.get(i));
        return List.of(all);
    }

    private Set<Register> changed(List<Long> before) {
        List<Long> after = contents(supervisor);
        if (after.equals(before)) return Set.of();
        return IntStream.range(0, before.size()).filter(i -> !before.get(i).equals(after.get(i))).mapToObj(supervisor::get)
                .collect(Collectors.toSet());
    }

    /** What a register holds in the initial state. */
    long initially(Register r) {
        machine.reset(set.states().getFirst());
        return machine.processor().get(r);
    }

    /** An instruction's samples in this mode. */
    List<byte[]> samples(Row row) {
        return row.format().samples(row, mode);
    }

    @Override
    public void close() {
        machine.close();
    }
}
