package org.polyvisor.isa.x86lite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.HexFormat;
import java.util.Set;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

/** A few instructions on a machine of 1 MiB, in state flat32 unless said otherwise. Code begins at {@link #CODE}. */
final class Trial {
    static final int CODE = 0x1000;
    static final int STACK = 0x8000;

    /** EFLAGS bits. */
    static final int CF = 1, PF = 4, AF = 0x10, ZF = 0x40, SF = 0x80, IF = 0x200, OF = 0x800;

    private static final InstructionSet SET = new X86Lite();

    private final Architecture architecture;
    private final BareMachine machine;
    private Limits limits = new Limits(1, Set.of(), Set.of("exception", "software-interrupt", "interrupt"), () -> false);

    private Trial(Architecture architecture) {
        this.architecture = architecture;
        machine = new BareMachine(SET, architecture, BareMachine.Settings.of(1 << 20));
    }

    static Architecture architecture(String processor) {
        try {
            return SET.architecture(processor);
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    static Trial on(String processor, String code) {
        return new Trial(architecture(processor)).bytes(CODE, code).set("eip", CODE).set("esp", STACK);
    }

    static Trial of(String code) {
        return on("", code);
    }

    static Trial real(String code) {
        Trial t = new Trial(architecture(""));
        t.machine.reset("real");
        return t.set("cs", 0).set("eip", CODE).bytes(CODE, code).set("esp", STACK);
    }

    Trial set(String register, long value) {
        SET.view(architecture, register).orElseThrow().writer().write(machine.processor(), value);
        return this;
    }

    Trial bytes(int address, String hex) {
        machine.load(address, HexFormat.of().parseHex(hex.replace(" ", "")));
        return this;
    }

    Trial word(int address, long value) {
        for (int i = 0; i < 4; i++) machine.load(address + i, new byte[] {(byte) (value >> 8 * i)});
        return this;
    }

    /** Interruptions are delivered. */
    Trial delivering() {
        limits = new Limits(limits.maxInstructions(), Set.of(), Set.of(), () -> false);
        return this;
    }

    Outcome outcome(int instructions) {
        return machine.run(new Limits(instructions, Set.of(), limits.intercept(), () -> false));
    }

    /** Runs instructions that must all complete. */
    Trial run(int instructions) {
        assertInstanceOf(Outcome.Budget.class, outcome(instructions));
        return this;
    }

    /** Runs one instruction that must interrupt. */
    Trial interrupts(String type, int vector, int pc) {
        Outcome.Intercepted i = assertInstanceOf(Outcome.Intercepted.class, outcome(1));
        assertEquals(type + " " + vector + " at " + Integer.toHexString(pc),
                i.why().type().name() + " " + i.why().code() + " at " + Integer.toHexString(i.pc()));
        return this;
    }

    /** Runs one instruction that must fault with an error code of 0 or none. */
    Trial faults(int vector) {
        return interrupts("exception", vector, (int) get("eip"));
    }

    long get(String register) {
        return SET.view(architecture, register).orElseThrow().reader().read(machine.processor());
    }

    /** The value of some flags. */
    int flags(int mask) {
        return (int) get("eflags") & mask;
    }

    Trial expect(String register, long value) {
        assertEquals(Long.toHexString(value), Long.toHexString(get(register)), register);
        return this;
    }

    Trial expectFlags(int mask, int value) {
        assertEquals(Integer.toHexString(value), Integer.toHexString(flags(mask)), "flags");
        return this;
    }

    Trial expectWord(int address, long value) {
        assertEquals(Long.toHexString(value), Long.toHexString(machine.processor().loadAbsolute(address, 4)), "word at "
                + Integer.toHexString(address));
        return this;
    }

    BareMachine machine() {
        return machine;
    }
}
