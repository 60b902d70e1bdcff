package org.polyvisor.isa.x86lite.state;

import static org.polyvisor.isa.x86lite.state.Registers.*;

import java.util.Arrays;
import java.util.List;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** The EFLAGS register as one word; SDM volume 1, 3.4.3. */
public final class EFlags {
    private EFlags() {}

    /** Bits of the word. */
    public static final int TRAP = 1 << 8, INTERRUPT = 1 << 9, IO_PRIVILEGE = 3 << 12, NESTED = 1 << 14, RESUME = 1 << 16,
            VIRTUAL = 1 << 17, ALIGNMENT = 1 << 18, VIRTUAL_INTERRUPT = 1 << 19, VIRTUAL_PENDING = 1 << 20, IDENTIFICATION = 1 << 21;

    /** Bits that every program may change. */
    public static final int STATUS = 0xcd5;

    private static final int ALWAYS = 2;

    /** Where each flag lies in the word. */
    private record Field(Register flag, int at) {}

    private static final List<Field> FIELDS = Arrays.asList(new Field(CF, 0), new Field(PF, 2), new Field(AF, 4), new Field(ZF, 6),
            new Field(SF, 7), new Field(TF, 8), new Field(IF, 9), new Field(DF, 10), new Field(OF, 11), new Field(IOPL, 12),
            new Field(NT, 14), new Field(RF, 16), new Field(VM, 17), new Field(AC, 18), new Field(VIF, 19), new Field(VIP, 20),
            new Field(ID, 21));

    /**
     * {@return the word, 32 bits}
     *
     * @param s records the instruction
     * @param mask which bits; the others are 0
     */
    public static Value get(Semantics s, int mask) {
        Value v = s.constant(ALWAYS);
        for (Field f : FIELDS) if ((mask >> f.at & 1) != 0) v = v.or(s.get(f.flag).zx(32).shl(f.at));
        return v;
    }

    /**
     * Changes flags.
     *
     * @param s records the instruction
     * @param v the word, 16 or 32 bits
     * @param mask which bits change
     */
    public static void set(Semantics s, Value v, int mask) {
        for (Field f : FIELDS) if ((mask >> f.at & 1) != 0) s.set(f.flag, v.shr(f.at).lo(f.flag.bits()));
    }

    /**
     * {@return the word}
     *
     * @param m the machine
     */
    public static int read(Machine m) {
        int v = ALWAYS;
        for (Field f : FIELDS) v |= (int) m.get(f.flag) << f.at;
        return v;
    }

    /**
     * Changes all flags.
     *
     * @param m the machine
     * @param v the word
     */
    public static void write(Machine m, int v) {
        for (Field f : FIELDS) m.set(f.flag, v >> f.at & (1 << f.flag.bits()) - 1);
    }
}
