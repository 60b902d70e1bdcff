package org.polyvisor.hypervisor.engine;

/**
 * Numbers of the micro-ops. Operands are slots of the register frame (registers, late flags, temporaries, constants) unless the
 * comment says otherwise; the first int of a micro-op is its number.
 */
final class MicroOp {
    private MicroOp() {}

    // d a b
    static final int ADD = 0, SUB = 1, MUL = 2, AND = 3, OR = 4, XOR = 5, SHL = 6, SHR = 7, SAR = 8, EQ = 9, LT = 10, ULT = 11;
    // d a immediate; also for 64 bits where both mean the same
    static final int ADDI = 12, MULI = 13, ANDI = 14, ORI = 15, XORI = 16, SHLI = 17, SHRI = 18, SARI = 19, EQI = 20, LTI = 21, ULTI = 22;
    // d a b on 64 bits
    static final int WADD = 23, WSUB = 24, WMUL = 25, WSHL = 26, WSHR = 27, WSAR = 28;
    // d a
    static final int SX8 = 29, SX16 = 30, LOW = 31, ZX32 = 32, MOV = 33;
    // d immediate
    static final int MOVI = 34;
    // d condition yes no
    static final int SELECT = 35;
    // d base plus(immediate); of 1, 2, 4, 8 bytes
    static final int LOAD = 36;
    // v base plus(immediate); of 1, 2, 4, 8 bytes
    static final int STORE = 40;
    // d base index shift(immediate) plus(immediate); of 1, 2, 4, 8 bytes
    static final int LOADX = 44;
    // v base index shift(immediate) plus(immediate); of 1, 2, 4, 8 bytes
    static final int STOREX = 48;
    // d base plus(immediate); sign-extended, of 1, 2 bytes
    static final int LOADS = 52;
    // condition distance(immediate): passes over micro-ops if 0
    static final int SKIP = 54;
    // kind of each group(immediates) x y z: all groups from the same inputs
    static final int LATE = 55;
    // kind(immediate) x y z: group 1 alone, whose inputs group 0 may be sharing
    static final int LATE1 = 56;
    // kindSlot kind(immediate) inputSlot x y z: any other case
    static final int LATEX = 57;
    // d a b kind of each group(immediates): computes, and all flags from operands and result
    static final int ADDL = 58, SUBL = 59;
    // d a b kind of each group(immediates): computes, and all flags from the result
    static final int ANDL = 60, ORL = 61, XORL = 62;
    // a way(immediate)
    static final int BRNZ = 63, BRZ = 64;
    // a b way(immediate)
    static final int BREQ = 65, BRNE = 66, BRLT = 67, BRGE = 68, BRULT = 69, BRUGE = 70;
    // kind of each group(immediates) x y way(immediate): LATE, then a branch on x ? y, or for the last four on y ? x
    static final int CMPEQ = 71, CMPNE = 72, CMPLT = 73, CMPGE = 74, CMPULT = 75, CMPUGE = 76, CMPGT = 77, CMPLE = 78, CMPUGT = 79, CMPULE = 80;
    // way(immediate)
    static final int JUMP = 81;
    // group(immediate): puts flags in place
    static final int FORCE = 82;
    // d helper(immediate) a b c d
    static final int HELP = 83;
    // d count(immediate) of instructions before this one in the block
    static final int TIME = 84;
    // address length access(immediate)
    static final int PROBE = 85;
    // class(immediate) code(immediate) detail address
    static final int TRAP = 86;
    // d base bytes(immediate) path(immediate)
    static final int LOADP = 87;
    // v base bytes(immediate) path(immediate)
    static final int STOREP = 88;
    // condition class(immediate) code(immediate) detail address target instruction(immediate)
    static final int COMPLETE = 89;
    // target instruction(immediate)
    static final int SWITCH = 90;
    // address modifier instruction(immediate)
    static final int EXECUTE = 91;
    // d a b op(immediate): what is rare
    static final int RARE = 92;
    // the same on 64 bits
    static final int WRARE = 93;
    // d a plus(immediate) mask(immediate)
    static final int ADDANDI = 94;
    // d a mask(immediate) b: part of a, and of b what is not 0
    static final int MIX = 95;
    // d base plus(immediate) step(immediate): of 4 bytes, then the base moves on
    static final int LOADU = 96;
    // v base plus(immediate) step(immediate)
    static final int STOREU = 97;
    // kind(immediate) x y z b way(immediate): LATE1, then a branch on x ? b
    static final int CMPEQ1 = 98, CMPNE1 = 99;
    // d a shift(immediate) y kind of each group(immediates): computes, and all flags from a, y and the result
    static final int SHLL = 100, SHRL = 101, SARL = 102;

    /** How many ints a micro-op has, its number included. */
    static int length(int op) {
        return switch (op) {
            case JUMP, FORCE -> 2;
            case SX8, SX16, LOW, ZX32, MOV, MOVI, SKIP, BRNZ, BRZ, TIME, SWITCH -> 3;
            case SELECT, LATE1, TRAP, LOADP, STOREP, RARE, WRARE, ADDANDI, MIX, LOADU, STOREU -> 5;
            case LATE, ADDL, SUBL, ANDL, ORL, XORL -> 6;
            case LATEX, HELP, CMPEQ1, CMPNE1, SHLL, SHRL, SARL -> 7;
            case COMPLETE -> 8;
            default -> op >= LOADX && op < LOADS || op >= CMPEQ && op <= CMPULE ? 6 : 4;
        };
    }

    /** How many micro-ops there are. */
    static int count(int[] code) {
        int n = 0, i = 0;
        for (; i < code.length; i += length(code[i])) n++;
        if (i != code.length) throw new IllegalStateException("the last of " + n + " micro-ops goes on to " + i + " of " + code.length);
        return n;
    }

    /** Where the last one begins. */
    static int last(int[] code) {
        int i = 0;
        while (i + length(code[i]) < code.length) i += length(code[i]);
        return i;
    }
}
