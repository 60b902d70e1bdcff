package org.polyvisor.isa.x86lite.instructions;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Registers;

/** Instructions of these processors that this one does not have yet: they raise #UD, and they are seen. */
final class Unimplemented {
    private static final System.Logger LOG = System.getLogger(Unimplemented.class.getName());
    private static final int TIMES = 1;

    private final String syntax;
    private final AtomicInteger seen = new AtomicInteger();

    private Unimplemented(String syntax) {
        this.syntax = syntax;
    }

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.1, 5.1.7, 5.1.12 and 5.20");
        row(t, "8E /r", "MOV Sreg, r16/32/m16");
        row(t, "07", "POP ES");
        row(t, "17", "POP SS");
        row(t, "1F", "POP DS");
        row(t, "0F A1", "POP FS");
        row(t, "0F A9", "POP GS");
        row(t, "C5 /r", "LDS r16/32, m16:16/32");
        row(t, "C4 /r", "LES r16/32, m16:16/32");
        row(t, "0F B4 /r", "LFS r16/32, m16:16/32");
        row(t, "0F B5 /r", "LGS r16/32, m16:16/32");
        row(t, "0F B2 /r", "LSS r16/32, m16:16/32");
        row(t, "9A cd/cp", "CALL ptr16:16/32");
        row(t, "FF /3", "CALL m16:16/32");
        row(t, "EA cd/cp", "JMP ptr16:16/32");
        row(t, "FF /5", "JMP m16:16/32");
        row(t, "o16 CB", "RETF");
        row(t, "o32 CB", "RETF");
        row(t, "o16 CA iw", "RETF imm16");
        row(t, "o32 CA iw", "RETF imm16");
        row(t, "o16 CF", "IRET");
        row(t, "o32 CF", "IRETD");
        row(t, "0F 00 /2", "LLDT r/m16");
        row(t, "0F 00 /3", "LTR r/m16");
        row(t, "0F 00 /4", "VERR r/m16");
        row(t, "0F 00 /5", "VERW r/m16");
        row(t, "0F 02 /r", "LAR r16/32, r16/32/m16");
        row(t, "0F 03 /r", "LSL r16/32, r16/32/m16");
        Table x87 = table.section("SDM vol. 1, 5.2 x87 FPU Instructions");
        for (int opcode = 0xd8; opcode <= 0xdf; opcode++) row(x87, "%02X /r".formatted(opcode), "ESC r/m32");
    }

    private static void row(Table t, String encoding, String syntax) {
        Unimplemented u = new Unimplemented(syntax);
        Helper report = Helper.of("unimplemented", u::report).reads(Registers.CS.base());
        t.add(encoding, syntax, (s, _) -> {
            s.call(report, s.constant(s.pc()), s.constant(s.length()));
            Exceptions.fault(s, Exceptions.UD);
        });
    }

    private long report(Machine m, long pc, long length) {
        int times = seen.incrementAndGet();
        if (times > TIMES) return 0;
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < length; i++) bytes.append(" %02x".formatted(m.load((int) (m.get(Registers.CS.base()) + pc + i), 1)));
        LOG.log(Level.WARNING, "{0} at {1} is not implemented and raises #UD:{2}{3}", syntax, "%08x".formatted((int) pc), bytes,
                times == TIMES ? " (further ones are not reported)" : "");
        return 0;
    }
}
