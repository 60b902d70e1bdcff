package org.polyvisor.isa.s370;

import java.util.stream.Collectors;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.Assembler;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.assembly.Syntax;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.s370.assembly.S370Dialect;

/** Assembler text; GC33-4010, "OS/VS – DOS/VS – VM/370 Assembler Language". */
final class S370Syntax implements Syntax {
    @Override
    public String print(Instruction i) {
        String operands = i.arguments().stream().map(Object::toString).collect(Collectors.joining(","));
        return operands.isEmpty() ? i.row().mnemonic() : String.format("%-5s %s", i.row().mnemonic(), operands);
    }

    @Override
    public Program assemble(Architecture architecture, String text) throws AssemblyException {
        return new Assembler(architecture, S370Dialect::new, architecture.registers().mode(0)).assemble(text);
    }
}
