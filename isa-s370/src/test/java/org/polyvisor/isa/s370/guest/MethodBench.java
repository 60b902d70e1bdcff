package org.polyvisor.isa.s370.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.MethodTooLargeException;
import org.polyvisor.isa.s370.Registers;
import org.polyvisor.isa.s370.S370;

/** Runs methods, one by one, on a bare machine that has the kernel's hooks. */
final class MethodBench {
    /** Words in which arithmetic on machines and in Java differs where it does. */
    static final int[] WORDS = {0, 1, -1, 2, -3, 7, 31, 32, -33, 128, 255, 4095, 4096, 0x7fff, 0x8000, -0x8000, -0x8001, 0xffff,
            0x100_0000, 0x1234_5678, Integer.MAX_VALUE, Integer.MIN_VALUE};
    /** Storage that nothing else uses. */
    static final int FREE = 0x10_0000;

    private static final int BACK = 0x17_0000, STACK = 0x18_0000;
    private static final String RETURNED = "000BAD";

    final S370Port port;
    final AssemblyText text;
    private final Architecture architecture;
    private final BareMachine machine;
    private final RegisterView status;
    /** What is printed. */
    final StringBuilder paper = new StringBuilder();
    private final List<Case> cases = new ArrayList<>();
    private Program program;
    private int methods;

    private record Case(String symbol, int[] parameters, int expected, String what) {}

    MethodBench() {
        try {
            S370 set = new S370();
            architecture = set.architecture("");
            port = new S370Port(architecture);
            text = new AssemblyText(port::label);
            PaperConsole console = new PaperConsole(paper);
            machine = new BareMachine(set, architecture, new BareMachine.Settings(2 << 20, BareMachine.Settings.RATE, _ -> console));
            machine.attach(Map.of());
            status = set.view(architecture, "psw").orElseThrow();
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    String method(int parameters, int slots, Consumer<MethodLowering> body) {
        String symbol = "M" + methods++;
        text.add(port.align());
        text.label(symbol);
        text.method(symbol);
        MethodLowering m = port.method(new Frame(symbol, parameters, 4, slots, new TreeSet<>(List.of(2, 3, 4, 5, 6)), false), text);
        m.prologue();
        text.source(1);
        body.accept(m);
        try {
            m.end();
        } catch (MethodTooLargeException e) {
            throw new AssertionError(e);
        }
        return symbol;
    }

    void assemble() {
        try {
            program = architecture.syntax().assemble(architecture, port.kernelHooks() + "\nBOOT EQU *\nTRAP EQU *\n" + text);
        } catch (AssemblyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        for (Program.Chunk c : program.chunks()) machine.load(c.address(), c.bytes());
        load(BACK, 0x8200_0ff8); // LPSW, where the kernel's stack is otherwise
        load(0xff8, 0x0002_0000);
        load(0xffc, 0xbad);
    }

    void load(int address, int word) {
        machine.load(address, ByteBuffer.allocate(4).putInt(word).array());
    }

    int word(int address) {
        return ByteBuffer.wrap(machine.read(address, 4)).getInt();
    }

    int address(String symbol) {
        return program.symbols().get(symbol);
    }

    /** Runs a method; yields its result. It must leave registers 2 to 13 alone. */
    int call(String symbol, int... parameters) {
        assertEquals(RETURNED, run(symbol, parameters), symbol);
        for (int r = 2; r < 13; r++) assertEquals(0x5555_0000 + r, machine.processor().get(Registers.GR[r]), symbol);
        assertEquals(STACK, machine.processor().get(Registers.GR[13]), symbol);
        return (int) machine.processor().get(Registers.GR[15]);
    }

    /** Runs a method until it returns or traps; yields the code of the disabled wait that it ends in. */
    String run(String symbol, int... parameters) {
        for (int i = 0; i < parameters.length; i++) load(STACK + 64 + 4 * i, parameters[i]);
        for (int r = 2; r < 13; r++) machine.processor().set(Registers.GR[r], 0x5555_0000 + r);
        machine.processor().set(Registers.GR[13], STACK);
        machine.processor().set(Registers.GR[14], BACK);
        machine.processor().set(Registers.GR[15], address(symbol));
        status.writer().write(machine.processor(), address(symbol));
        return assertInstanceOf(Outcome.Waiting.class, machine.run(Limits.of(10_000_000))).ending().code();
    }

    static void returns(MethodLowering m, int register) {
        m.result(register);
        m.epilogue();
    }

    /** What a method is to yield when all are there. */
    void expect(int expected, String what, String symbol, int... parameters) {
        cases.add(new Case(symbol, parameters, expected, what));
    }

    /** Assembles all methods, and runs them as expected. */
    void check() {
        assemble();
        for (Case c : cases) assertEquals(c.expected, call(c.symbol, c.parameters), c.what);
    }
}
