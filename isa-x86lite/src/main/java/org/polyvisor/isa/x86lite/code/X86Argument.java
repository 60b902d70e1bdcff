package org.polyvisor.isa.x86lite.code;

import java.util.List;
import org.polyvisor.isa.code.Argument;

/** Operands as they are encoded. What prefixes say of them, sizes and the segment override, lies in {@link InstructionPrefixes}. */
public sealed interface X86Argument extends Argument {

    /** Names of general-purpose registers by width and number. */
    List<String> BYTES = List.of("al", "cl", "dl", "bl", "ah", "ch", "dh", "bh"),
            WORDS = List.of("ax", "cx", "dx", "bx", "sp", "bp", "si", "di"),
            DOUBLEWORDS = List.of("eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi");

    /**
     * A general-purpose register or a part of one.
     *
     * @param number 0 to 7, as encoded
     * @param bits 8, 16 or 32
     */
    record General(int number, int bits) implements X86Argument {
        @Override
        public String toString() {
            return (bits == 8 ? BYTES : bits == 16 ? WORDS : DOUBLEWORDS).get(number);
        }
    }

    /**
     * A segment register.
     *
     * @param number 0 to 5: ES CS SS DS FS GS
     */
    record SegmentName(int number) implements X86Argument {
        /** Names by number. */
        public static final List<String> NAMES = List.of("es", "cs", "ss", "ds", "fs", "gs");

        @Override
        public String toString() {
            return NAMES.get(number);
        }
    }

    /**
     * A control register.
     *
     * @param number 0, 2, 3 or 4
     */
    record Control(int number) implements X86Argument {
        @Override
        public String toString() {
            return "cr" + number;
        }
    }

    /**
     * A debug register.
     *
     * @param number 0 to 7
     */
    record Debug(int number) implements X86Argument {
        @Override
        public String toString() {
            return "dr" + number;
        }
    }

    /**
     * A place in storage; SDM volume 2, 2.1.3 to 2.1.5.
     *
     * @param base number of the base register, or −1
     * @param index number of the index register, or −1
     * @param scale log2 of what the index is multiplied by, 0 without index
     * @param displacement what is added, signed
     * @param bits address size, 16 or 32
     */
    record Memory(int base, int index, int scale, int displacement, int bits) implements X86Argument {

        /** {@return whether this is relative to the stack segment unless overridden} */
        boolean stack() {
            return base == 5 || bits == 32 && base == 4;
        }

        /** {@return whether this names no register} */
        boolean absolute() {
            return base < 0 && index < 0;
        }

        @Override
        public String toString() {
            if (absolute()) return "0x" + Integer.toHexString(bits == 16 ? displacement & 0xffff : displacement);
            List<String> names = bits == 16 ? WORDS : DOUBLEWORDS;
            StringBuilder s = new StringBuilder("[").append(base < 0 ? "" : names.get(base));
            if (index >= 0) s.append(base < 0 ? "" : "+").append(names.get(index)).append(bits == 16 ? "" : "*" + (1 << scale));
            boolean shown = displacement != 0 || base < 0 || base == 5 && (bits == 32 || index < 0);
            if (shown) s.append(displacement < 0 ? "-0x" : "+0x").append(Integer.toHexString(Math.abs(displacement)));
            return s.append(']').toString();
        }
    }

    /**
     * What a string instruction or XLAT points at.
     *
     * @param pointer number of the register: 6 ESI, 7 EDI, 3 EBX
     * @param bits address size, 16 or 32
     */
    record Pointed(int pointer, int bits) implements X86Argument {
        @Override
        public String toString() {
            return "[" + (bits == 16 ? WORDS : DOUBLEWORDS).get(pointer) + "]";
        }
    }

    /**
     * A constant.
     *
     * @param value sign-extended from {@code bits}
     * @param bits its width as an operand, 8, 16 or 32
     */
    record Immediate(int value, int bits) implements X86Argument {
        @Override
        public String toString() {
            return "0x" + Integer.toHexString(bits == 32 ? value : value & (1 << bits) - 1);
        }
    }

    /**
     * Where a near jump goes.
     *
     * @param offset in the code segment
     */
    record Target(int offset) implements X86Argument {
        @Override
        public String toString() {
            return "0x" + Integer.toHexString(offset);
        }
    }

    /**
     * Where a far jump goes.
     *
     * @param selector 16 bits
     * @param offset of {@code bits} bits, sign-extended
     * @param bits 16 or 32
     */
    record Far(int selector, int offset, int bits) implements X86Argument {
        @Override
        public String toString() {
            return "0x" + Integer.toHexString(selector) + ":0x" + Integer.toHexString(bits == 16 ? offset & 0xffff : offset);
        }
    }
}
