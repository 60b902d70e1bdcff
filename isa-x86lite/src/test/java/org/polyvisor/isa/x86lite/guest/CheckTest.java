package org.polyvisor.isa.x86lite.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.x86lite.X86Lite;

/** Checks of indexes and divisors: what fails traps, on the source line that it comes from. */
class CheckTest {
    private static final int CODE = 0x10_0000, CELLS = 0xc0_0000;

    private final X86Port port = new X86Port();

    private String trapOf(Consumer<MethodLowering> operation) throws Exception {
        AssemblyText t = new AssemblyText(port::label);
        MethodLowering c = port.method(new Frame("M0", 0, 0, 0, new TreeSet<>(), true), t);
        t.method("Some.method");
        t.source(10);
        t.add("mov esi, " + CELLS);
        t.add("mov dword ptr [esi], 5");
        t.source(11);
        operation.accept(c);
        t.source(12);
        t.add("ud2");
        c.end();
        X86Lite set = new X86Lite();
        var architecture = set.architecture("");
        Program p = architecture.syntax().assemble(architecture, port.origin(CODE) + "\n" + t);
        BareMachine m = new BareMachine(set, architecture, BareMachine.Settings.of(16 << 20));
        m.load(CODE, p.image());
        set.view(architecture, "eip").orElseThrow().writer().write(m.processor(), CODE);
        Outcome.Intercepted i = assertInstanceOf(Outcome.Intercepted.class,
                m.run(new Limits(100, Set.of(), Set.of("exception", "software-interrupt"), () -> false)));
        int at = i.pc(), line = 0;
        for (AssemblyText.Mark k : t.marks()) if (p.symbols().get(k.symbol()) <= at) line = k.line();
        return i.why().code() + " in line " + line;
    }

    @Test
    void checksTrapOnTheirLine() throws Exception {
        for (int index : new int[] {5, 6, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertEquals("129 in line 11", trapOf(c -> {
                c.constant(General.EBX, index);
                c.checkIndex(General.ESI, General.EBX);
            }));
            assertEquals("129 in line 11", trapOf(c -> {
                c.constant(General.EBX, index);
                c.checkIndexBelow(General.EBX, 5);
            }));
        }
        for (int index : new int[] {5, 6, 1000, Integer.MAX_VALUE})
            assertEquals("129 in line 11", trapOf(c -> c.checkConstantIndex(General.ESI, index)));
        for (int right : List.of(General.EAX, General.ECX, General.EDX))
            assertEquals("0 in line 11", trapOf(c -> {
                c.constant(right, 0);
                c.binary(BinaryOperator.REM, General.EBX, General.ESI, right);
            }));
    }

    @Test
    void checksPassValidIndexes() throws Exception {
        for (int index : new int[] {0, 1, 4})
            assertEquals("6 in line 12", trapOf(c -> {
                c.constant(General.EBX, index);
                c.checkIndex(General.ESI, General.EBX);
                c.checkIndexBelow(General.EBX, 5);
                c.checkConstantIndex(General.ESI, index);
            }));
    }
}
