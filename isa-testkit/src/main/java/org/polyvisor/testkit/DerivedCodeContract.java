package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.engine.DerivedCode;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

/**
 * How much the engine derives from the instructions that programs are made of. A meaning that is written so that it costs twice as much, or a
 * change of the engine that no longer recognises it, makes programs slower without making them wrong; here it fails a test.
 */
public abstract class DerivedCodeContract {
    private static final int AT = 0x1000;
    private static final long STORAGE = 1 << 16;

    /**
     * Instructions with their limits.
     *
     * @param text for messages
     * @param code their bytes as hexadecimal digits
     * @param instructions how many these are
     * @param microOps of the interpreter at most
     * @param bytes of bytecode in a region at most, see {@link DerivedCode#bytes}; 0: regions leave it to the interpreter
     */
    public record Limit(String text, String code, int instructions, int microOps, int bytes) {}

    /** Makes the contract. */
    protected DerivedCodeContract() {}

    /** {@return the instruction set under test} */
    protected abstract InstructionSet instructionSet();

    /** {@return at least twenty limits, for the state in which a machine begins} */
    protected abstract List<Limit> limits();

    /** {@return contents of registers that the instructions need, by name} */
    protected Map<String, Long> registers() {
        return Map.of();
    }

    @Test
    @DisplayName("no instruction has become more code than it may be")
    void limited() throws UsageException {
        List<Limit> all = limits();
        assertTrue(all.size() >= 20, () -> "twenty instructions, not " + all.size());
        Architecture a = instructionSet().architecture("");
        assertAll(all.stream().map(l -> (Executable) () -> {
            DerivedCode d = derived(a, l);
            assertTrue(d.microOps() <= l.microOps && d.bytes() <= l.bytes && d.bytes() > 0 == l.bytes > 0, () -> l + ": " + d);
        }));
    }

    private DerivedCode derived(Architecture a, Limit l) {
        try (BareMachine m = new BareMachine(instructionSet(), a, BareMachine.Settings.of(STORAGE))) {
            m.load(AT, HexFormat.of().parseHex(l.code));
            Processor cpu = m.processor();
            cpu.tier(Tier.EAGER);
            registers().forEach((name, v) -> instructionSet().view(a, name).orElseThrow().writer().write(cpu, v));
            cpu.set(a.registers().pc(), AT);
            return DerivedCode.of(cpu, l.instructions);
        }
    }
}
