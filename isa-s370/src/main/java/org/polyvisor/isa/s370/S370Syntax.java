package org.polyvisor.isa.s370;

import java.util.stream.Collectors;
import org.polyvisor.isa.assembly.Syntax;
import org.polyvisor.isa.code.Instruction;

/** Assembler text; GC33-4010, "OS/VS – DOS/VS – VM/370 Assembler Language". */
final class S370Syntax implements Syntax {
    @Override
    public String print(Instruction i) {
        String operands = i.arguments().stream().map(Object::toString).collect(Collectors.joining(","));
        return operands.isEmpty() ? i.row().mnemonic() : String.format("%-5s %s", i.row().mnemonic(), operands);
    }
}
