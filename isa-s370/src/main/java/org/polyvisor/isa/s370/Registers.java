package org.polyvisor.isa.s370;

import java.util.stream.IntStream;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterFile;

/** The registers of System/360 and System/370, and the parts of the PSW; GA22-7000, "Control", "Program-Status Word". */
public final class Registers {
    static final RegisterFile FILE = new RegisterFile();

    /** General registers 0 to 15. */
    public static final Register[] GR = FILE.bank(32, names("gr", 16, 1));
    /** Floating-point registers 0, 2, 4, 6. */
    public static final Register[] FR = FILE.bank(64, names("fr", 4, 2));
    /** Condition code. */
    public static final Register CC = FILE.flags(2, "cc")[0];
    /** Fixed-point-overflow mask: bit 36 of the BC-mode PSW. Keyed, so that additions cost nothing while it is off. */
    public static final Register OVERFLOW_MASK = FILE.userMode("fixed-point-overflow-mask", 1);
    /** Decimal-overflow, exponent-underflow and significance mask. */
    public static final Register MASK = FILE.user("program-mask", 3);
    /** Whether operands must lie on integral boundaries: a model without the byte-oriented-operand feature. */
    static final Register ALIGNED = FILE.userMode("alignment", 1);

    /** Problem state. */
    public static final Register PROBLEM = FILE.mode("problem", 1);
    /** Extended-control mode. */
    public static final Register EC = FILE.mode("ec", 1);
    /** System mask: bits 0 to 7 of the PSW. */
    public static final Register SYSTEM = FILE.supervisor("system-mask", 8);
    /** Protection key. */
    public static final Register KEY = FILE.supervisor("key", 4);
    /** Machine-check mask. */
    public static final Register MACHINE_CHECK_MASK = FILE.supervisor("machine-check-mask", 1);
    /** Wait state. */
    public static final Register WAIT = FILE.supervisor("wait", 1);
    /** USASCII mode of System/360: bit 12 of its PSW. */
    static final Register ASCII = FILE.supervisor("ascii", 1);
    /** Control registers 0 to 15. */
    public static final Register[] CR = IntStream.range(0, 16).mapToObj(i -> FILE.supervisor("cr" + i, 32)).toArray(Register[]::new);
    /** Prefix: absolute address of the prefixed storage area, a multiple of 4,096. */
    public static final Register PREFIX = FILE.supervisor("prefix", 32);
    /** What the time-of-day clock showed when virtual time began. */
    public static final Register CLOCK_ORIGIN = FILE.supervisor("clock-origin", 64);
    /** Clock comparator. */
    public static final Register COMPARATOR = FILE.supervisor("comparator", 64);
    /** CPU timer. */
    public static final Register TIMER = FILE.supervisor("timer", 64);
    /** Stands for the storage keys, which are no register. */
    static final Register STORAGE_KEYS = FILE.supervisor("storage-keys", 1);

    static {
        FILE.lowered(PROBLEM, 1);
        FILE.lowered(SYSTEM, 7);
        FILE.lowered(KEY, 15);
        FILE.passed(EC);
        FILE.passed(CR[8]);
        FILE.passed(CLOCK_ORIGIN);
    }

    private Registers() {}

    private static String[] names(String prefix, int count, int step) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i * step).toArray(String[]::new);
    }
}
