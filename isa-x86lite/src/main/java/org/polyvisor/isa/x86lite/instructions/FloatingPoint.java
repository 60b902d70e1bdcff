package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.CR0;
import static org.polyvisor.isa.x86lite.state.Registers.CR0_EM;
import static org.polyvisor.isa.x86lite.state.Registers.CR0_TS;

import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Unimplemented;

/**
 * x87 FPU instructions, which are not there yet: their opcodes raise #UD, and are seen. While CR0 says that there is no FPU, or one that
 * belongs to another task, they raise #NM as on every processor; SDM volume 3, 2.5.
 */
final class FloatingPoint {
    private FloatingPoint() {}

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.2 x87 FPU Instructions");
        for (int opcode = 0xd8; opcode <= 0xdf; opcode++) {
            String encoding = "%02X /r".formatted(opcode);
            Unimplemented escape = new Unimplemented("ESC " + encoding);
            t.sdm(encoding, "ESC r/m32", (s, _) -> {
                s.when(s.get(CR0).and(CR0_EM | CR0_TS).ne(0), () -> Exceptions.fault(s, Exceptions.NM));
                escape.report(s);
                Exceptions.fault(s, Exceptions.UD);
            });
        }
    }
}
