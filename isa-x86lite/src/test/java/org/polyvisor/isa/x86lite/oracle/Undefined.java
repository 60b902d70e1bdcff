package org.polyvisor.isa.x86lite.oracle;

import java.util.Set;
import org.polyvisor.isa.code.Row;

/** What the manual leaves undefined, so that processors of other vendors may do it differently; SDM volume 2, Flags Affected. */
final class Undefined {
    private Undefined() {}

    private static final int CF = 1, PF = 4, AF = 0x10, ZF = 0x40, SF = 0x80, OF = 0x800;

    private static final Set<String> SEVERAL_ACCESSES = Set.of("CMPS", "MOVS", "PUSHA", "PUSHAD", "POPA", "POPAD", "ENTER");

    /** The vendor whose processors decide what is not defined. */
    static final String AS_ON = "GenuineIntel";

    /** {@return whether results of one vendor's processors are the same, but for what differs from model to model} */
    static boolean sameVendor(Row row, Result one, Result other) {
        return one.equals(other) || one.vector() == Result.PAGE_FAULT && of(row, one).equals(of(row, other));
    }

    /** What a page fault shows on every model: all but the operand that CMPS names, what PUSHA stored, what POPA loaded, and ENTER's steps. */
    private static Result of(Row row, Result r) {
        return switch (plain(row)) {
            case "CMPS" -> new Result(r.registers(), r.eflags(), r.eip(), r.vector(), r.error(), 0, r.changes());
            case "PUSHA", "PUSHAD" -> new Result(r.registers(), r.eflags(), r.eip(), r.vector(), r.error(), r.address(), new int[0]);
            case "POPA", "POPAD" -> new Result(new int[8], r.eflags(), r.eip(), r.vector(), r.error(), r.address(), r.changes());
            case "ENTER" -> r.bare();
            default -> r;
        };
    }

    /** {@return whether results are the same in all that is defined} */
    static boolean same(Row row, byte[] code, Inputs in, Result one, Result other) {
        return result(row, code, in) || without(row, code, in, one).equals(without(row, code, in, other));
    }

    private static Result without(Row row, byte[] code, Inputs in, Result r) {
        if (r.vector() == Result.PAGE_FAULT && fault(row)) return r.bare();
        return r.without(unfinished(row, r) ? Inputs.FLAGS : flags(row, code, in));
    }

    /** {@return flags of EFLAGS that an instruction leaves undefined} */
    private static int flags(Row row, byte[] code, Inputs in) {
        int n = count(row, code, in);
        return switch (row.mnemonic()) {
            case "AND", "OR", "XOR", "TEST" -> AF;
            case "MUL", "IMUL" -> SF | ZF | AF | PF;
            case "DIV", "IDIV" -> CF | OF | SF | ZF | AF | PF;
            case "SHL", "SHR" -> n == 0 ? 0 : AF | (n == 1 ? 0 : OF) | (n >= bits(row, code) ? CF : 0);
            case "SAR", "SHLD", "SHRD" -> n == 0 ? 0 : AF | (n == 1 ? 0 : OF);
            case "ROL", "ROR", "RCL", "RCR" -> n <= 1 ? 0 : OF;
            case "BT", "BTS", "BTR", "BTC" -> OF | SF | AF | PF;
            case "BSF", "BSR" -> CF | OF | SF | AF | PF;
            case "DAA", "DAS" -> OF;
            case "AAA", "AAS" -> OF | SF | ZF | PF;
            case "AAM", "AAD" -> OF | AF | CF;
            default -> 0;
        };
    }

    /** {@return whether the result itself is undefined} */
    private static boolean result(Row row, byte[] code, Inputs in) {
        boolean doubleShift = row.mnemonic().equals("SHLD") || row.mnemonic().equals("SHRD");
        return bits(row, code) == 16 && (row.mnemonic().equals("BSWAP") || doubleShift && count(row, code, in) > 16);
    }

    /**
     * {@return whether it is undefined what a page fault leaves behind, and which of several accesses it names} Whatever it is, the
     * instruction can be tried again.
     */
    private static boolean fault(Row row) {
        return SEVERAL_ACCESSES.contains(plain(row));
    }

    /** The mnemonic without its repetition prefix. */
    private static String plain(Row row) {
        return row.mnemonic().substring(row.mnemonic().indexOf(' ') + 1);
    }

    /** {@return whether flags before the end of a repeated comparison are those of the last element; the manual says those from before} */
    private static boolean unfinished(Row row, Result r) {
        return row.mnemonic().matches("REPN?E (CMPS|SCAS)") && r.eip() == Inputs.CODE;
    }

    private static int count(Row row, byte[] code, Inputs in) {
        int n = row.syntax().endsWith(", CL") ? in.registers()[1] : row.syntax().endsWith(", 1") ? 1 : code[code.length - 1];
        return n & 31;
    }

    private static int bits(Row row, byte[] code) {
        if (row.syntax().contains("r/m8")) return 8;
        for (byte b : code) {
            if (b == 0x66) return 16;
            if (!isPrefix(b & 0xff)) return 32;
        }
        return 32;
    }

    private static boolean isPrefix(int b) {
        return b == 0x67 || b >= 0xf0 && b <= 0xf3 || b == 0x26 || b == 0x2e || b == 0x36 || b == 0x3e || b == 0x64 || b == 0x65;
    }
}
