package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Registers.GR;

import java.util.random.RandomGenerator;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** An operand field of an instruction format; GA22-7000, "Instruction Formats". */
public sealed interface Field {

    /** A register, mask or immediate operand: a number. */
    record Number(int value) implements Argument {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    /**
     * A storage operand.
     *
     * @param displacement 0 to 4095
     * @param inner index register, or length in bytes; −1 in formats that have neither
     * @param base base register; 0: none
     */
    record Place(int displacement, int inner, int base) implements Argument {
        @Override
        public String toString() {
            if (inner >= 0) return inner == 0 && base == 0 ? "" + displacement : displacement + "(" + inner + "," + base + ")";
            return base == 0 ? "" + displacement : displacement + "(" + base + ")";
        }
    }

    /** A storage operand of SS format as a meaning sees it. */
    record Span(Value address, int length) implements Operand {
        @Override
        public Value get() {
            throw new IllegalStateException("a field of " + length + " bytes is no number");
        }
    }

    /**
     * The operand fields of an instruction.
     *
     * @param row a row of this instruction set
     * @return its fields in the order in which the assembler writes them
     */
    static java.util.List<Field> of(org.polyvisor.isa.code.Row row) {
        return ((FieldFormat) row.format()).fields();
    }

    /** Reads it. */
    Argument decode(Code code);

    void encode(byte[] code, Argument a) throws EncodingException;

    Operand operand(Semantics s, Argument a);

    Argument random(RandomGenerator r);

    /** How large a number is. */
    private static int checked(Argument a, int least, int most) throws EncodingException {
        if (!(a instanceof Number n)) throw new EncodingException(a + " is no number");
        if (n.value < least || n.value > most) throw new EncodingException(n + " is not in the range " + least + " to " + most);
        return n.value;
    }

    private static void nibble(byte[] code, int at, boolean high, int v) {
        code[at] |= (byte) (high ? v << 4 : v);
    }

    private static int nibble(Code code, int at, boolean high) {
        return high ? code.peek(at) >> 4 : code.peek(at) & 15;
    }

    /**
     * A general register.
     *
     * @param at which byte
     * @param high its left half
     */
    record General(int at, boolean high) implements Field {
        @Override
        public Argument decode(Code code) {
            return new Number(nibble(code, at, high));
        }

        @Override
        public void encode(byte[] code, Argument a) throws EncodingException {
            nibble(code, at, high, checked(a, 0, 15));
        }

        @Override
        public Operand operand(Semantics s, Argument a) {
            return new Operand.Whole(s, GR[((Number) a).value]);
        }

        @Override
        public Argument random(RandomGenerator r) {
            return new Number(r.nextInt(16));
        }
    }

    /**
     * A mask or a register number taken as a number.
     *
     * @param at which byte
     * @param high its left half
     */
    record Half(int at, boolean high) implements Field {
        @Override
        public Argument decode(Code code) {
            return new Number(nibble(code, at, high));
        }

        @Override
        public void encode(byte[] code, Argument a) throws EncodingException {
            nibble(code, at, high, checked(a, 0, 15));
        }

        @Override
        public Operand operand(Semantics s, Argument a) {
            return new Operand.Immediate(Value.immediate(((Number) a).value, 32));
        }

        @Override
        public Argument random(RandomGenerator r) {
            return new Number(r.nextInt(16));
        }
    }

    /**
     * An immediate byte.
     *
     * @param at which byte
     */
    record Byte(int at) implements Field {
        @Override
        public Argument decode(Code code) {
            return new Number(code.peek(at));
        }

        @Override
        public void encode(byte[] code, Argument a) throws EncodingException {
            code[at] = (byte) checked(a, 0, 255);
        }

        @Override
        public Operand operand(Semantics s, Argument a) {
            return new Operand.Immediate(Value.immediate(((Number) a).value, 8));
        }

        @Override
        public Argument random(RandomGenerator r) {
            return new Number(r.nextInt(256));
        }
    }

    /** What stands in the parentheses before the base register. */
    enum Inner {
        NONE,
        /** Index register in the right half of byte 1. */
        INDEX,
        /** Length less one in byte 1. */
        LENGTH,
        /** Length less one in the left half of byte 1. */
        FIRST_LENGTH,
        /** Length less one in the right half of byte 1. */
        SECOND_LENGTH
    }

    /**
     * A storage operand.
     *
     * @param at where base and displacement begin
     * @param inner what else it has
     * @param bytes how long it is, if that is fixed
     */
    record Storage(int at, Inner inner, int bytes) implements Field {
        @Override
        public Argument decode(Code code) {
            int in = switch (inner) {
                case NONE -> -1;
                case INDEX -> code.peek(1) & 15;
                case LENGTH -> code.peek(1) + 1;
                case FIRST_LENGTH -> (code.peek(1) >> 4) + 1;
                case SECOND_LENGTH -> (code.peek(1) & 15) + 1;
            };
            return new Place((code.peek(at) & 15) << 8 | code.peek(at + 1), in, code.peek(at) >> 4);
        }

        @Override
        public void encode(byte[] code, Argument a) throws EncodingException {
            if (!(a instanceof Place p)) throw new EncodingException(a + " is no storage operand");
            if (p.displacement < 0 || p.displacement > 4095) throw new EncodingException("displacement " + p.displacement + " is not in the range 0 to 4095");
            if (p.base < 0 || p.base > 15) throw new EncodingException("base register " + p.base + " is not in the range 0 to 15");
            if ((p.inner < 0) != (inner == Inner.NONE)) throw new EncodingException(p + (p.inner < 0 ? " lacks a length" : " has one register too many"));
            code[at] |= (byte) (p.base << 4 | p.displacement >> 8);
            code[at + 1] = (byte) p.displacement;
            switch (inner) {
                case NONE -> { }
                case INDEX -> nibble(code, 1, false, inRange(p.inner, 0, 15, "index register"));
                case LENGTH -> code[1] = (byte) (inRange(p.inner, 1, 256, "length") - 1);
                case FIRST_LENGTH -> nibble(code, 1, true, inRange(p.inner, 1, 16, "length") - 1);
                case SECOND_LENGTH -> nibble(code, 1, false, inRange(p.inner, 1, 16, "length") - 1);
            }
        }

        private static int inRange(int v, int least, int most, String what) throws EncodingException {
            if (v < least || v > most) throw new EncodingException(what + " " + v + " is not in the range " + least + " to " + most);
            return v;
        }

        @Override
        public Operand operand(Semantics s, Argument a) {
            Place p = (Place) a;
            Value v = Value.immediate(p.displacement, 32);
            Value index = inner == Inner.INDEX && p.inner != 0 ? s.get(GR[p.inner]) : null, base = p.base != 0 ? s.get(GR[p.base]) : null;
            if (base != null) v = (index == null ? base : base.plus(index)).plus(v);
            else if (index != null) v = index.plus(v);
            Value address = v.and(Psw.ADDRESS);
            return inner == Inner.NONE || inner == Inner.INDEX ? new Operand.Stored(s, address, bytes) : new Span(address, p.inner);
        }

        @Override
        public Argument random(RandomGenerator r) {
            int in = switch (inner) {
                case NONE -> -1;
                case INDEX -> r.nextInt(3) == 0 ? r.nextInt(16) : 0;
                case LENGTH -> 1 + (r.nextInt(4) == 0 ? r.nextInt(256) : r.nextInt(16));
                case FIRST_LENGTH, SECOND_LENGTH -> 1 + r.nextInt(16);
            };
            return new Place(r.nextInt(4) == 0 ? r.nextInt(4096) : 8 * r.nextInt(512), in, r.nextInt(16));
        }
    }
}
