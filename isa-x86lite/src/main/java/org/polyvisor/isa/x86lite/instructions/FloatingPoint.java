package org.polyvisor.isa.x86lite.instructions;

import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Unimplemented;

/** x87 FPU instructions, which are not there yet: their opcodes raise #UD, and are seen. */
final class FloatingPoint {
    private FloatingPoint() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.2 x87 FPU Instructions");
        for (int opcode = 0xd8; opcode <= 0xdf; opcode++) {
            String encoding = "%02X /r".formatted(opcode);
            Unimplemented escape = new Unimplemented("ESC " + encoding);
            t.sdm(encoding, "ESC r/m32", (s, _) -> {
                escape.report(s);
                Exceptions.fault(s, Exceptions.UD);
            });
        }
    }
}
