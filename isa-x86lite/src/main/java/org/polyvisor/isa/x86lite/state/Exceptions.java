package org.polyvisor.isa.x86lite.state;

import java.util.List;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** Exceptions and interrupts; SDM volume 3, 6.3 to 6.5. The code of an {@link Interruption} is the vector, its detail the error code. */
public final class Exceptions {
    private Exceptions() {}

    /** Faults and traps of the processor's own finding, INT3 and INTO included. */
    public static final InterruptionClass EXCEPTION = new InterruptionClass("exception", 0);
    /** INT n. */
    public static final InterruptionClass SOFTWARE_INTERRUPT = new InterruptionClass("software-interrupt", 1);
    /** Requests of devices, and NMI. */
    public static final InterruptionClass INTERRUPT = new InterruptionClass("interrupt", 2);
    /** All classes by number. */
    public static final List<InterruptionClass> CLASSES = List.of(EXCEPTION, SOFTWARE_INTERRUPT, INTERRUPT);

    /** Lines on which interruptions are requested: the NMI and the INTR pin. */
    public static final int LINE_NMI = 0, LINE_INTR = 1;

    /** Vectors of exceptions. */
    public static final int DE = 0, DB = 1, NMI = 2, BP = 3, OF = 4, BR = 5, UD = 6, NM = 7, DF = 8, TS = 10, NP = 11, SS = 12, GP = 13,
            PF = 14, MF = 16, AC = 17, MC = 18;

    /** What the detail of a double fault says if a page fault was its first half: CR2 is loaded all the same. Its error code is 0. */
    public static final int AFTER_PAGE_FAULT = 1 << 16;

    /** DR6.BS. */
    private static final int SINGLE_STEP = 1 << 14;

    /**
     * {@return whether an exception of this vector has an error code}
     *
     * @param vector 0 to 31
     */
    public static boolean hasErrorCode(int vector) {
        return vector == DF || vector >= TS && vector <= PF || vector == AC;
    }

    /**
     * {@return whether exceptions of this vector are faults: the others are traps and aborts; SDM volume 3, table 6-1}
     *
     * @param vector 0 to 31
     */
    public static boolean isFault(int vector) {
        return vector != DB && vector != NMI && vector != BP && vector != OF && vector != DF && vector != MC;
    }

    /**
     * {@return whether this vector is of those that, one on another, make a double fault}
     *
     * @param vector 0 to 31
     */
    static boolean contributory(int vector) {
        return vector == DE || vector >= TS && vector <= GP;
    }

    /**
     * Ends an instruction with a fault whose error code, if any, is 0.
     *
     * @param s records the instruction
     * @param vector which
     */
    public static void fault(Semantics s, int vector) {
        s.trap(EXCEPTION, vector);
    }

    /**
     * Ends an instruction with a fault.
     *
     * @param s records the instruction
     * @param vector which
     * @param error error code, at most 32 bits
     */
    public static void fault(Semantics s, int vector, Value error) {
        s.trap(EXCEPTION, vector, error.zx(32), s.constant(0));
    }

    /**
     * Interrupts an instruction that completes by a single-step trap; SDM volume 3, 17.3.1.4.
     *
     * @param s records the instruction
     */
    public static void singleStep(Semantics s) {
        s.interrupt(EXCEPTION, DB, s.constant(SINGLE_STEP), s.constant(0));
    }

    /**
     * {@return a fault}
     *
     * @param vector which
     * @param error error code
     */
    public static Interruption fault(int vector, int error) {
        return new Interruption(EXCEPTION, vector, error, 0, 0);
    }

    /**
     * A fault during the delivery of another interruption; SDM volume 3, table 6-5.
     *
     * @param first the one under delivery
     * @param second the one that occurred
     * @return what is delivered instead, or null: the processor shuts down
     */
    public static Interruption escalate(Interruption first, Interruption second) {
        if (first.type() != EXCEPTION || second.type() != EXCEPTION) return second;
        boolean grave = contributory(second.code()) || second.code() == PF;
        if (first.code() == DF && grave) return null;
        if (first.code() == PF && grave) return new Interruption(EXCEPTION, DF, AFTER_PAGE_FAULT, second.code() == PF ? second.address()
                : first.address(), 0);
        return contributory(first.code()) && contributory(second.code()) ? fault(DF, 0) : second;
    }
}
