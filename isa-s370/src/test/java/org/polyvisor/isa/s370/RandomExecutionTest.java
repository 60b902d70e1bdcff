package org.polyvisor.isa.s370;

import java.util.List;
import java.util.Set;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.testkit.RandomExecutionContract;

class RandomExecutionTest extends RandomExecutionContract {
    private static final Set<String> PRIVILEGED = Set.of("LPSW", "SSM", "LCTL", "STCTL", "SSK", "ISK", "SIO", "SIOF", "TIO", "HIO", "HDV",
            "TCH", "STIDC", "CLRIO");
    private final S370 set = new S370();

    @Override
    protected InstructionSet instructionSet() {
        return set;
    }

    @Override
    protected Architecture architecture() {
        try {
            return set.architecture("s370");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected List<Setting> settings() {
        return List.of(new Setting("supervisor state", cpu -> cpu.set(Registers.OVERFLOW_MASK, cpu.get(Registers.GR[3]) & 1)),
                new Setting("problem state", cpu -> cpu.set(Registers.PROBLEM, 1)));
    }

    @Override
    protected boolean mayComplete(Row row, Setting setting) {
        return setting.name().equals("supervisor state") || !PRIVILEGED.contains(row.mnemonic());
    }
}
