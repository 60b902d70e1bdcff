package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;

/**
 * Random instructions of an instruction set: none of them may bring down the engine, and all that the manual allows to complete
 * must have been seen to complete.
 *
 * <p>Most instructions come from the row table with random operands, and run with several sets of registers; some are pure random
 * bytes. {@code -Dpolyvisor.random.instructions=N} sets how many are run in all, {@code 10000000} for a thorough run, and
 * {@code -Dpolyvisor.random.seed=N} from where.
 */
@Tag("long")
public abstract class RandomExecutionContract {
    private static final long INSTRUCTIONS = Long.getLong("polyvisor.random.instructions", 1_500_000);
    private static final long SEED = Long.getLong("polyvisor.random.seed", 1);
    private static final int REGISTER_SETS = 16;
    private static final int CODE = 0x4000;
    private static final long[] EDGES = {0, 1, 2, 3, 7, 8, -1, -2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000L, 0x8000_0001L};

    /**
     * A state in which instructions are tried.
     *
     * @param name for messages
     * @param prepare puts a processor in that state; its registers are as after a reset
     */
    public record Setting(String name, Consumer<Processor> prepare) {}

    /** Makes the contract. */
    protected RandomExecutionContract() {}

    /** {@return the instruction set under test} */
    protected abstract InstructionSet instructionSet();

    /** {@return the architecture under test} */
    protected abstract Architecture architecture();

    /** {@return the states in which every row is tried} */
    protected abstract List<Setting> settings();

    /**
     * Whether the manual allows an instruction to complete.
     *
     * @param row the instruction
     * @param setting the state
     * @return false if it always traps or interrupts there
     */
    protected abstract boolean mayComplete(Row row, Setting setting);

    /** {@return the registers that random contents are put in} */
    protected List<Register> registers() {
        return architecture().registers().all().stream()
                .filter(r -> r.kind() == Register.Kind.USER && !r.keyed() && r != architecture().registers().pc()).toList();
    }

    @Test
    @DisplayName("random instructions bring nothing down, and nearly every row is seen to complete")
    void randomInstructions() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        BareMachine machine = new BareMachine(instructionSet(), architecture(), BareMachine.Settings.of(1 << 16));
        List<Row> rows = architecture().rows();
        List<Setting> settings = settings();
        List<Register> registers = registers();
        Set<List<Object>> completed = new HashSet<>();
        long done = 0;
        for (int round = 0; done < INSTRUCTIONS; round++) {
            Setting setting = settings.get(round / rows.size() % settings.size());
            Row row = rows.get(round % rows.size());
            if (round % 1024 == 0) fill(machine, random);
            boolean any = random.nextInt(10) == 0;
            byte[] code = any ? bytes(random) : null;
            for (int n = 0; n < REGISTER_SETS; n++, done++) {
                try {
                    prepare(machine, setting, registers, random);
                    if (code == null) code = encode(machine, row, random);
                    if (n == 0) machine.load(CODE, code);
                    if (run(machine) && !any) completed.add(List.of(row, setting.name()));
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + SEED + ", round " + round + ", " + setting.name() + ", " + row + ": "
                            + HexFormat.of().formatHex(code == null ? new byte[0] : code), e);
                }
            }
        }
        check(done, rows, settings, completed);
    }

    private void check(long done, List<Row> rows, List<Setting> settings, Set<List<Object>> completed) {
        List<String> missing = new ArrayList<>();
        int allowed = 0;
        for (Row row : rows)
            for (Setting s : settings) {
                if (!mayComplete(row, s)) continue;
                allowed++;
                if (!completed.contains(List.of(row, s.name()))) missing.add(row + " in " + s.name());
            }
        System.out.println(architecture().name() + ": " + done + " random instructions of seed " + SEED + "; of " + allowed
                + " rows in states " + (allowed - missing.size()) + " completed, and not " + missing);
        assertTrue(missing.size() * 20 <= allowed, "seed " + SEED + ": of " + allowed + " these never completed: " + missing);
    }

    private void fill(BareMachine machine, RandomGenerator random) {
        byte[] all = new byte[1 << 16];
        random.nextBytes(all);
        for (int i = 0; i < all.length; i += 64) if (random.nextInt(4) == 0) java.util.Arrays.fill(all, i, i + 32, (byte) 0);
        machine.load(0, all);
    }

    private void prepare(BareMachine machine, Setting setting, List<Register> registers, RandomGenerator random) {
        Processor cpu = machine.processor();
        cpu.restart();
        instructionSet().reset(cpu, architecture(), instructionSet().states().getFirst(), 1 << 16);
        for (Register r : registers) cpu.set(r, contents(random));
        setting.prepare.accept(cpu);
        cpu.set(architecture().registers().pc(), CODE);
    }

    private static long contents(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextLong();
            case 2 -> random.nextInt(256);
            default -> random.nextInt(0x1000, 0xf000) & (random.nextBoolean() ? -1 : -8);
        };
    }

    private static byte[] bytes(RandomGenerator random) {
        byte[] b = new byte[24];
        random.nextBytes(b);
        return b;
    }

    private byte[] encode(BareMachine machine, Row row, RandomGenerator random) {
        try {
            Instruction i = row.format().random(row, CODE, machine.processor().mode(), random);
            return row.format().encode(i, machine.processor().mode());
        } catch (EncodingException e) {
            throw new IllegalStateException(row + " makes up an instruction that it cannot encode: " + e.getMessage(), e);
        }
    }

    /** True if the instruction completed. */
    private static boolean run(BareMachine machine) {
        Processor cpu = machine.processor();
        Exit e = cpu.run(1);
        return cpu.retired() == 1 && !(e instanceof Exit.Trap);
    }
}
