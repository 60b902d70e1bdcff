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
    /** What always interrupts. */
    private static final Set<String> INTERRUPTS = Set.of("INT", "INT1", "INT3", "UD2");
    private static final Set<String> PRIVILEGED = Set.of("LGDT", "LIDT", "LMSW", "CLTS", "INVD", "WBINVD", "INVLPG", "HLT", "RDMSR",
            "WRMSR", "CLI", "STI");
    private static final Set<String> INPUT_OUTPUT = Set.of("IN", "OUT", "INS", "OUTS");

    /** What needs descriptors, of which there are none. */
    private static final Set<String> DESCRIPTORS = Set.of("LDS", "LES", "LFS", "LGS", "LSS", "RETF", "IRET", "IRETD", "LLDT", "LTR");
    /** What only protected mode has. */
    private static final Set<String> PROTECTED = Set.of("LLDT", "LTR", "SLDT", "STR", "LAR", "LSL", "VERR", "VERW", "ARPL");

    private final InstructionSet set = new X86Lite();

    @Override
    protected InstructionSet instructionSet() {
        return set;
    }

    @Override
    protected Architecture architecture() {
        return Trial.architecture("");
    }

    /** Descriptor caches are left as they are: they decide where code is fetched from. */
    @Override
    protected List<Register> registers() {
        return super.registers().stream().filter(r -> r.name().indexOf('.') < 0).toList();
    }

    @Override
    protected List<Setting> settings() {
        return List.of(new Setting("32-bit code", cpu -> cpu.set(Registers.SHADOW, cpu.get(Registers.EAX) & 1)),
                new Setting("16-bit code", cpu -> cpu.set(Registers.CS_D, 0)),
                new Setting("16-bit code and stack, segments not flat", cpu -> {
                    for (Register r : List.of(Registers.CS_D, Registers.SS_B, Registers.FLAT)) cpu.set(r, 0);
                }),
                new Setting("real mode", cpu -> {
                    for (Register r : List.of(Registers.PE, Registers.CS_D, Registers.SS_B, Registers.FLAT)) cpu.set(r, 0);
                }),
                new Setting("level 3", cpu -> cpu.set(Registers.CPL, 3)));
    }

    @Override
    protected boolean mayComplete(Row row, Setting setting) {
        if (row.mnemonic().equals("ESC") || INTERRUPTS.contains(row.mnemonic())) return false;
        if (setting.name().equals("real mode")) return !PROTECTED.contains(row.mnemonic());
        boolean loads = row.syntax().matches("(MOV Sreg.*|POP [DEFGS]S|(CALL|JMP) (ptr|m)16:16/32)");
        if (loads || DESCRIPTORS.contains(row.mnemonic())) return false;
        if (!setting.name().equals("level 3")) return true;
        String name = row.mnemonic().substring(row.mnemonic().indexOf(' ') + 1);
        boolean control = row.syntax().contains("CRn") || row.syntax().contains("DRn");
        return !control && !PRIVILEGED.contains(name) && !INPUT_OUTPUT.contains(name);
    }
}
