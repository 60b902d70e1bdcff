package org.polyvisor.isa.s370.oracle;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The state that a case left behind, when it was interrupted.
 *
 * @param ending the class of the interruption
 * @param registers 16 general registers
 * @param externalOld external old PSW
 * @param supervisorOld SVC old PSW
 * @param programOld program old PSW
 * @param assigned storage 128 to 159: monitor class at 148, monitor code at 156
 * @param low storage 0 to 23
 * @param keys the storage keys of the case areas, with reference and change bits; same order and format as in the case
 * @param changes every word of the case areas that the case changed, neighbours as one piece, by area and address
 */
public record HerculesResult(
        Ending ending,
        int[] registers,
        long externalOld,
        long supervisorOld,
        long programOld,
        byte[] assigned,
        byte[] low,
        byte[] keys,
        List<StoragePiece> changes) {

    /** The interruptions that can end a case, in the order of the driver's numbers. */
    public enum Ending {
        /** The interval timer ran out: the case did not end by itself. */
        EXTERNAL,
        /** Supervisor call: SVC 255 where the case went on to. */
        SUPERVISOR_CALL,
        /** Program interruption. */
        PROGRAM,
        /** Machine check. */
        MACHINE_CHECK,
        /** Input/output interruption. */
        INPUT_OUTPUT
    }

    /** Copies the list. */
    public HerculesResult {
        changes = List.copyOf(changes);
    }

    /** {@return the old PSW that shows where and how the case ended} */
    public long oldPsw() {
        return switch (ending) {
            case EXTERNAL -> externalOld;
            case SUPERVISOR_CALL -> supervisorOld;
            case PROGRAM -> programOld;
            case MACHINE_CHECK, INPUT_OUTPUT -> 0;
        };
    }

    /** {@return the interruption code in that PSW} */
    public int code() {
        return (int) (oldPsw() >>> 32) & 0xffff;
    }

    /** {@return the instruction-length code in that PSW} */
    public int length() {
        return (int) (oldPsw() >>> 30) & 3;
    }

    /** {@return the condition code in that PSW} */
    public int conditionCode() {
        return (int) (oldPsw() >>> 28) & 3;
    }

    /** {@return the instruction address in that PSW} */
    public int address() {
        return (int) oldPsw() & 0xff_ffff;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof HerculesResult r && ending == r.ending && Arrays.equals(registers, r.registers) && externalOld == r.externalOld
                && supervisorOld == r.supervisorOld && programOld == r.programOld && Arrays.equals(assigned, r.assigned)
                && Arrays.equals(low, r.low) && Arrays.equals(keys, r.keys) && changes.equals(r.changes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(oldPsw()) * 31 + Arrays.hashCode(registers);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return "%s external %016X SVC %016X program %016X 128: %s 0: %s keys %s%nGRs %s%nchanges %s".formatted(ending, externalOld,
                supervisorOld, programOld, hex.formatHex(assigned), hex.formatHex(low), hex.formatHex(keys),
                IntStream.of(registers).mapToObj("%08X"::formatted).collect(Collectors.joining(" ")), changes);
    }
}
