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
    private static final String SUPERVISOR = "supervisor state";

    private final S370 set = new S370();
    private final Architecture architecture;

    RandomExecutionTest() throws UsageException {
        architecture = set.architecture("s370");
    }

    @Override
    protected InstructionSet instructionSet() {
        return set;
    }

    @Override
    protected Architecture architecture() {
        return architecture;
    }

    @Override
    protected List<Setting> settings() {
        return List.of(setting(SUPERVISOR + ", BC mode", 0, 0), setting(SUPERVISOR + ", EC mode", 0, 1),
                setting("problem state, BC mode", 1, 0), setting("problem state, EC mode", 1, 1));
    }

    private static Setting setting(String name, int problem, int extended) {
        return new Setting(name, cpu -> {
            cpu.set(Registers.OVERFLOW_MASK, cpu.get(Registers.GR[3]) & 1);
            cpu.set(Registers.PROBLEM, problem);
            cpu.set(Registers.EC, extended);
        });
    }

    @Override
    protected boolean mayComplete(Row row, Setting setting) {
        return setting.name().startsWith(SUPERVISOR) || !PRIVILEGED.contains(row.mnemonic());
    }
}
