package org.polyvisor.isa.s370;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.polyvisor.isa.s370.oracle.CaseStorage;
import org.polyvisor.isa.s370.oracle.HerculesCase;
import org.polyvisor.isa.s370.oracle.HerculesResult;
import org.polyvisor.isa.s370.oracle.HerculesResult.Ending;
import org.polyvisor.isa.s370.oracle.Vectors;

/**
 * Why a result may differ from that of Hercules 3.13, in what, and under what conditions. Everything else must be the same, in the same
 * case. -10 and -4 are editions of GA22-7000, <i>IBM System/370 Principles of Operation</i>.
 */
enum HerculesDifference {
    /**
     * Reference and change bits. Hercules records both at the lower of the two keys of a 4K frame; so what the two keys record together
     * is compared, and only when no access exception ended the case: "When the execution of the instruction is nullified or suppressed
     * because of certain program exceptions, an interlocked-update reference may occur at the operand location", -10, Appendix I, "Store
     * Accesses". Of comparisons only the change bit: one that ends early need not refer to all of its operands.
     */
    RECORDING {
        @Override
        HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage) {
            byte[] keys = ours.keys().clone(), theirs = v.after().keys();
            int recorded = compares(v.before()) ? CHANGE : CHANGE | REFERENCE;
            for (int i = 0; i < keys.length; i += 2) {
                boolean same = ((keys[i] | keys[i + 1]) & recorded) == ((theirs[i] | theirs[i + 1]) & recorded);
                if (!same && !access(ours) && !access(v.after())) continue;
                for (int k = i; k < i + 2; k++) keys[k] = (byte) (keys[k] & KEY | theirs[k] & ~KEY);
            }
            return with(ours, ours.programOld(), ours.assigned(), keys);
        }
    },
    /**
     * The instruction-length code when an instruction cannot be fetched. "When any part of the location of an instruction is unavailable
     * [...] the instruction-length code is 1, 2, or 3, indicating the number of halfword locations by which the instruction address has
     * been incremented. It is unpredictable whether the code is 1, 2, or 3." -4, "Addressing Exception"; the same for odd addresses and
     * protection under "ILC on Instruction Fetch Exceptions". The address less that length must be the same.
     */
    FETCH_LENGTH {
        @Override
        HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage) {
            HerculesResult h = v.after();
            if (ours.ending() != Ending.PROGRAM || h.ending() != Ending.PROGRAM || begin(ours) != begin(h)) return ours;
            if (!unfetchable(begin(h), h, storage)) return ours;
            long ignored = extended(ours) ? Psw.ADDRESS : LENGTH | Psw.ADDRESS;
            byte[] assigned = ours.assigned().clone();
            if (extended(ours)) assigned[LENGTH_FIELD] = h.assigned()[LENGTH_FIELD];
            return with(ours, ours.programOld() & ~ignored | h.programOld() & ignored, assigned, ours.keys());
        }
    },
    /**
     * The instruction-length code of an executed instruction. Hercules shows that of the target if it interrupts. "The instruction address
     * of the PSW is increased by the length of EXECUTE. This updated address and the length code (2) of EXECUTE are used", GA22-6821,
     * "Execute". The address must be the same.
     */
    EXECUTED_LENGTH {
        @Override
        HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage) {
            if (!v.before().row().equals("EX") || ours.ending() != Ending.PROGRAM || extended(ours) || ours.length() != 2) return ours;
            return with(ours, ours.programOld() & ~LENGTH | v.after().programOld() & LENGTH, ours.assigned(), ours.keys());
        }
    },
    /**
     * Monitor class and code. Hercules stores them in EC mode only. "The format of the information stored at these locations is the same
     * in the EC and BC modes", -10, "Monitor Event".
     */
    MONITOR_FIELDS {
        @Override
        HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage) {
            if (ours.ending() != Ending.PROGRAM || ours.code() != 0x40) return ours;
            byte[] assigned = ours.assigned().clone();
            int monitorClass = 148 - CaseStorage.ASSIGNED, monitorCode = 156 - CaseStorage.ASSIGNED;
            Arrays.fill(assigned, monitorClass, monitorClass + 2, (byte) 0);
            Arrays.fill(assigned, monitorCode, monitorCode + 4, (byte) 0);
            return with(ours, ours.programOld(), assigned, ours.keys());
        }
    },
    /** The time of day, where STORE CLOCK stored it. */
    CLOCK {
        @Override
        HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage) {
            HerculesResult h = v.after();
            if (!v.before().row().equals("STCK") || ours.changes().size() != h.changes().size()) return ours;
            for (int i = 0; i < ours.changes().size(); i++)
                if (ours.changes().get(i).address() != h.changes().get(i).address()) return ours;
            return new HerculesResult(ours.ending(), ours.registers(), ours.externalOld(), ours.supervisorOld(), ours.programOld(),
                    ours.assigned(), h.low(), ours.keys(), h.changes());
        }
    },
    /**
     * Both operands of an instruction cause access exceptions, of different kinds. "Each of these accesses is of equal priority", -10,
     * explanation of "Priority of Program-Interruption Conditions".
     */
    PRIORITY {
        @Override
        HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage) {
            if (!access(ours) || !access(v.after()) || extended(ours)) return ours;
            return with(ours, ours.programOld() & ~CODE | v.after().programOld() & CODE, ours.assigned(), ours.keys());
        }
    },
    /**
     * A comparison whose result is known before the byte that cannot be accessed. "Access exceptions may or may not be recognized for the
     * portion of a storage operand to the right of the first unequal byte", -10, "Compare Logical Characters under Mask"; "When part of
     * an operand in CL or CLC is designated in an inaccessible location but the operation can be completed by using the accessible operand
     * parts, it is unpredictable whether the access exception for the inaccessible part is recognized", -4, "Compare Logical".
     */
    COMPARED_PART {
        @Override
        HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage) {
            HerculesResult h = v.after();
            boolean wentOn = h.ending() == Ending.SUPERVISOR_CALL || h.ending() == Ending.PROGRAM && begin(h) == ours.address();
            if (!compares(v.before()) || !access(ours) || !wentOn) return ours;
            if (h.conditionCode() != 1 && h.conditionCode() != 2) return ours;
            return new HerculesResult(h.ending(), ours.registers(), ours.externalOld(), h.supervisorOld(), h.programOld(), ours.assigned(),
                    ours.low(), ours.keys(), ours.changes());
        }
    },
    /**
     * The condition code of a move that an access exception terminates. "In the case of instruction termination [...] The setting of the
     * condition code, if called for, may also be unpredictable." GA22-6821, "Instruction Execution".
     */
    TERMINATED {
        @Override
        HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage) {
            boolean moves = v.before().row().equals("MVCL") || v.before().row().equals("EX");
            boolean moved = !Arrays.equals(v.before().registers(), ours.registers());
            if (!moves || !moved || !access(ours) || extended(ours)) return ours;
            return with(ours, ours.programOld() & ~CONDITION | v.after().programOld() & CONDITION, ours.assigned(), ours.keys());
        }
    };

    private static final Set<String> COMPARISONS = Set.of("CLC", "CLM", "CLCL", "TRT");
    private static final Set<Integer> COMPARING = Set.of(0xd5, 0xbd, 0x0f, 0xdd);
    private static final int KEY = 0xf8;
    private static final int CHANGE = 2;
    private static final int REFERENCE = 4;
    private static final long LENGTH = 3L << 30;
    private static final long CONDITION = 3L << 28;
    private static final long CODE = 0xffffL << 32;
    private static final int LENGTH_FIELD = 141 - CaseStorage.ASSIGNED;

    /** Replaces what may differ by what Hercules has, if it may differ here. */
    abstract HerculesResult adapt(Vectors.Vector v, HerculesResult ours, int storage);

    /** {@return the reasons for all differences; null if one has no reason} */
    static Set<HerculesDifference> of(Vectors.Vector v, HerculesResult ours, int storage) {
        Set<HerculesDifference> reasons = EnumSet.noneOf(HerculesDifference.class);
        HerculesResult adapted = ours;
        for (HerculesDifference d : values()) {
            HerculesResult next = d.adapt(v, adapted, storage);
            if (!next.equals(adapted)) reasons.add(d);
            adapted = next;
        }
        return adapted.equals(v.after()) ? reasons : null;
    }

    private static HerculesResult with(HerculesResult r, long programOld, byte[] assigned, byte[] keys) {
        return new HerculesResult(r.ending(), r.registers(), r.externalOld(), r.supervisorOld(), programOld, assigned, r.low(), keys,
                r.changes());
    }

    /** Is it a comparison, which may end before its last byte, or EXECUTE of one? */
    private static boolean compares(HerculesCase c) {
        if (!c.row().equals("EX")) return COMPARISONS.contains(c.row());
        return c.storage().stream().anyMatch(p -> COMPARING.contains(p.bytes()[0] & 0xff));
    }

    private static boolean extended(HerculesResult r) {
        return (r.oldPsw() >>> 51 & 1) != 0;
    }

    /** Did an addressing or protection exception end it? */
    private static boolean access(HerculesResult r) {
        int code = extended(r) ? r.assigned()[143 - CaseStorage.ASSIGNED] : r.code();
        return r.ending() == Ending.PROGRAM && (code == Interruptions.ADDRESSING || code == Interruptions.PROTECTION);
    }

    private static int begin(HerculesResult r) {
        int length = extended(r) ? r.assigned()[LENGTH_FIELD] : 2 * r.length();
        return r.address() - length & Psw.ADDRESS;
    }

    /** Can the program of the old PSW not fetch an instruction at an address? */
    private static boolean unfetchable(int address, HerculesResult r, int storage) {
        if ((address & 1) != 0) return true;
        int key = (int) (r.programOld() >>> 52) & 15;
        for (int i = 0; i < CaseStorage.BLOCKS; i++) {
            int from = CaseStorage.block(i, storage), blockKey = r.keys()[i] & 0xff;
            boolean meets = address < from + CaseStorage.BLOCK && address + 6 > from;
            if (meets && key != 0 && (blockKey & 8) != 0 && blockKey >> 4 != key) return true;
        }
        return address + 6 > storage;
    }
}
