package org.polyvisor.isa.assembly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;

/** The disassembler that derives from an architecture's rows. What is no instruction becomes data. */
public final class Disassembler {
    private final Architecture architecture;
    private final Mode mode;
    private final Set<Row> known;

    /**
     * Bytes in assembler text.
     *
     * @param address of the first
     * @param bytes what
     * @param text instruction or directive, without label
     * @param instruction the instruction, or null if it is data
     */
    public record Line(int address, byte[] bytes, String text, @Nullable Instruction instruction) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Line l && address == l.address && text.equals(l.text) && Arrays.equals(bytes, l.bytes);
        }

        @Override
        public int hashCode() {
            return address * 31 + Arrays.hashCode(bytes);
        }
    }

    /**
     * Makes a disassembler.
     *
     * @param architecture whose instructions it knows
     * @param mode contents of the keyed registers
     */
    public Disassembler(Architecture architecture, Mode mode) {
        this.architecture = architecture;
        this.mode = mode;
        known = Set.copyOf(architecture.rows());
    }

    /**
     * Disassembles one instruction after the other.
     *
     * @param bytes the code
     * @param address of the first byte
     * @return a line for each instruction or piece of data; together they have all the bytes
     */
    public List<Line> disassemble(byte[] bytes, int address) {
        List<Line> lines = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            Line l = line(bytes, at, address);
            lines.add(l);
            at += l.bytes.length;
        }
        return lines;
    }

    private Line line(byte[] bytes, int at, int address) {
        int pc = address + at & architecture.addressMask();
        int boundary = architecture.syntax().boundary();
        if ((pc & boundary - 1) == 0) {
            Instruction i = architecture.decode(x -> byteAt(bytes, x - address & architecture.addressMask()), pc, mode);
            if (known.contains(i.row()) && i.length() <= bytes.length - at)
                return new Line(pc, Arrays.copyOfRange(bytes, at, at + i.length()), architecture.syntax().print(i), i);
        }
        int n = Math.min(boundary - (pc & boundary - 1), bytes.length - at);
        byte[] data = Arrays.copyOfRange(bytes, at, at + n);
        return new Line(pc, data, architecture.syntax().data(data), null);
    }

    /** Behind the code there are zeros: an instruction that reaches there is longer than what is left, and becomes data. */
    private static int byteAt(byte[] bytes, int n) {
        return n >= 0 && n < bytes.length ? bytes[n] & 0xff : 0;
    }
}
