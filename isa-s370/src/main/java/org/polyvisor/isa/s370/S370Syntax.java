package org.polyvisor.isa.s370;

import java.util.HexFormat;
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
    public String data(byte... bytes) {
        return String.format("%-5s X'%s'", "DC", HexFormat.of().withUpperCase().formatHex(bytes));
    }

    @Override
    public int boundary() {
        return 2;
    }

    @Override
    public Program assemble(Architecture architecture, String text) throws AssemblyException {
        return new Assembler(architecture, () -> new S370Dialect(architecture.registers().mode(0))).assemble(text);
    }
}
