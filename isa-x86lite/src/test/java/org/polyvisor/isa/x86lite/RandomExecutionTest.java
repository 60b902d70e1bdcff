package org.polyvisor.isa.x86lite;

import java.util.List;
import java.util.Set;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.state.Registers;
import org.polyvisor.testkit.RandomExecutionContract;

class RandomExecutionTest extends RandomExecutionContract {
    private final X86Lite set = new X86Lite();

    @Override
    protected InstructionSet instructionSet() {
        return set;
    }

    @Override
    protected Architecture architecture() {
        try {
            return set.architecture("pentium,+cmov,+tsc");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected List<Setting> settings() {
        return List.of(new Setting("CPL 0", _ -> { }), new Setting("CPL 3", RandomExecutionTest::user));
    }

    private static void user(Processor cpu) {
        cpu.set(Registers.CPL, 3);
    }

    @Override
    protected boolean mayComplete(Row row, Setting setting) {
        return true;
    }
}
