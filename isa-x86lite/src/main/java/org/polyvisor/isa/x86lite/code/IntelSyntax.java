package org.polyvisor.isa.x86lite.code;

import org.polyvisor.isa.assembly.Syntax;
import org.polyvisor.isa.code.Instruction;

/** Instructions as {@code objdump -M intel} writes them. */
public final class IntelSyntax implements Syntax {

    /** Makes it. */
    public IntelSyntax() {}

    @Override
    public String print(Instruction i) {
        return i.row().mnemonic();
    }
}
