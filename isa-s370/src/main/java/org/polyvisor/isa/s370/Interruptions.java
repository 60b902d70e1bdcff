package org.polyvisor.isa.s370;

import java.util.List;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** Classes of interruptions and codes of program interruptions; GA22-7000, "Interruptions". */
public final class Interruptions {
    /** Program interruption. */
    public static final InterruptionClass PROGRAM = new InterruptionClass("program", 0);
    /** Supervisor-call interruption. */
    public static final InterruptionClass SVC = new InterruptionClass("svc", 1);
    /** External interruption. */
    public static final InterruptionClass EXTERNAL = new InterruptionClass("external", 2);
    /** Input/output interruption: the code is the device address, the detail and the address are the two words of the CSW. */
    public static final InterruptionClass IO = new InterruptionClass("io", 3);
    /** Machine-check interruption. */
    public static final InterruptionClass MACHINE_CHECK = new InterruptionClass("machine-check", 4);
    /** Restart interruption. */
    public static final InterruptionClass RESTART = new InterruptionClass("restart", 5);

    /** The request line of the interrupt key. */
    public static final int INTERRUPT_KEY_LINE = 1;
    /** The request line of the interval timer. */
    public static final int INTERVAL_TIMER_LINE = 2;
    /** The request line of the restart key, which has the lowest priority and no mask; System/360 has none. */
    public static final int RESTART_LINE = 32;

    static final List<InterruptionClass> ALL = List.of(PROGRAM, SVC, EXTERNAL, IO, MACHINE_CHECK, RESTART);

    static final int OPERATION = 1;
    static final int PRIVILEGED_OPERATION = 2;
    static final int EXECUTE = 3;
    static final int PROTECTION = 4;
    static final int ADDRESSING = 5;
    static final int SPECIFICATION = 6;
    static final int DATA = 7;
    static final int FIXED_POINT_OVERFLOW = 8;
    static final int FIXED_POINT_DIVIDE = 9;
    static final int SEGMENT_TRANSLATION = 0x10;
    static final int PAGE_TRANSLATION = 0x11;
    static final int TRANSLATION_SPECIFICATION = 0x12;
    static final int SPECIAL_OPERATION = 0x13;
    static final int MONITOR = 0x40;

    /** In the detail of a program interruption: the instruction was completed, so its address has moved on already. */
    static final int COMPLETED = 1 << 31;

    /**
     * Specification exception of a PSW just loaded, with its two words as detail and address: the old PSW is that PSW, and the
     * instruction-length code is 0.
     */
    static final int INVALID_PSW = 1 << 16 | SPECIFICATION;

    private Interruptions() {}

    /** Ends the instruction with a program interruption. */
    static void program(Semantics s, int code) {
        s.trap(PROGRAM, code);
    }

    /** Ends the instruction with a program interruption, if a condition holds. */
    static void programIf(Semantics s, Value condition, int code) {
        s.when(condition, () -> program(s, code));
    }

    /** Completes the instruction, then interrupts, if a condition holds. */
    static void completeWith(Semantics s, Value condition, int code) {
        s.when(condition, () -> s.interrupt(PROGRAM, code, Value.of(COMPLETED, 32), Value.of(0, 32)));
    }

    /** Is the instruction address in the old PSW that of the instruction itself? Translation exceptions nullify. */
    static boolean nullifies(int code) {
        return code == SEGMENT_TRANSLATION || code == PAGE_TRANSLATION;
    }
}
