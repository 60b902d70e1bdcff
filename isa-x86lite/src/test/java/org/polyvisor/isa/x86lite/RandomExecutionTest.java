package org.polyvisor.isa.x86lite;

import java.util.List;
import java.util.Set;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.state.Registers;
import org.polyvisor.testkit.RandomExecutionContract;

class RandomExecutionTest extends RandomExecutionContract {
    /** What never completes: escapes to a coprocessor, of which there is none, and what is undefined by definition. */
    private static final Set<String> EXCEPTIONS = Set.of("ESC", "UD2");
    private static final Set<String> PRIVILEGED = Set.of("LGDT", "LIDT", "LLDT", "LTR", "LMSW", "CLTS", "INVD", "WBINVD", "INVLPG", "HLT",
            "RDMSR", "WRMSR");
    /** What only protected mode has. */
    private static final Set<String> PROTECTED = Set.of("LLDT", "LTR", "SLDT", "STR", "LAR", "LSL", "VERR", "VERW", "ARPL");

    private final InstructionSet set = new X86Lite();
    private final Architecture architecture = Trial.architecture("");

    @Override
    protected InstructionSet instructionSet() {
        return set;
    }

    @Override
    protected Architecture architecture() {
        return architecture;
    }

    /** Descriptor caches are left as they are: they decide where code is fetched from. */
    @Override
    protected List<Register> registers() {
        return super.registers().stream().filter(r -> r.name().indexOf('.') < 0).toList();
    }

    /** All of storage, random as it is, is the table of descriptors, and level 3 may or may not do input and output. */
    @Override
    protected List<Setting> settings() {
        return List.of(new Setting("32-bit code", cpu -> {
            cpu.set(Registers.GDTR_LIMIT, 0xffff);
            cpu.set(Registers.SHADOW, cpu.get(Registers.EAX) & 1);
        }), protectedMode("16-bit code", Registers.CS_D),
                protectedMode("16-bit code and stack, segments not flat", Registers.CS_D, Registers.SS_B, Registers.FLAT),
                new Setting("real mode", cpu -> {
                    for (Register r : List.of(Registers.PE, Registers.CS_D, Registers.SS_B, Registers.FLAT)) cpu.set(r, 0);
                }), new Setting("level 3", cpu -> {
                    cpu.set(Registers.GDTR_LIMIT, 0xffff);
                    cpu.set(Registers.CPL, 3);
                    cpu.set(Registers.IOPL, cpu.get(Registers.EAX) & 3);
                }));
    }

    private static Setting protectedMode(String name, Register... zero) {
        return new Setting(name, cpu -> {
            cpu.set(Registers.GDTR_LIMIT, 0xffff);
            for (Register r : zero) cpu.set(r, 0);
        });
    }

    @Override
    protected boolean mayComplete(Row row, Setting setting) {
        if (EXCEPTIONS.contains(row.mnemonic())) return false;
        if (setting.name().equals("real mode")) return !PROTECTED.contains(row.mnemonic());
        boolean control = row.syntax().contains("CRn") || row.syntax().contains("DRn");
        return !setting.name().equals("level 3") || !control && !PRIVILEGED.contains(row.mnemonic());
    }
}
