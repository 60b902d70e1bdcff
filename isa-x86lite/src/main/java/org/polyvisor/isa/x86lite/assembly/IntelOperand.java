package org.polyvisor.isa.x86lite.assembly;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polyvisor.isa.assembly.MistakeException;
import org.polyvisor.isa.assembly.Section;
import org.polyvisor.isa.x86lite.code.OperandKind;
import org.polyvisor.isa.x86lite.code.X86Argument;

/**
 * An operand as it is written, before it is known which row it belongs to.
 *
 * @param text as written
 * @param register the register it is, or null
 * @param memory the place in storage it is, or null
 * @param far whether it is a selector and an offset
 * @param selector of a far address
 * @param bits the width that is written before it, or 0
 * @param segment number of the segment register written before it, or −1
 * @param number the number it is
 */
record IntelOperand(String text, X86Argument register, X86Argument.Memory memory, boolean far, int selector, int bits, int segment,
        int number) {
    private static final Map<String, Integer> WIDTHS = Map.of("BYTE", 8, "WORD", 16, "DWORD", 32, "FWORD", 48, "QWORD", 64);
    private static final Pattern WIDTH = Pattern.compile("(BYTE|WORD|DWORD|FWORD|QWORD)\\b\\s*(PTR\\b)?\\s*(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SEGMENT = Pattern.compile("(ES|CS|SS|DS|FS|GS)\\s*:\\s*(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORDS = Pattern.compile("(SHORT|NEAR|FAR|OFFSET)\\s+(?:PTR\\b\\s*)?(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FAR = Pattern.compile("\\s*FAR\\s", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCALED = Pattern.compile("([a-zA-Z]+)\\s*\\*\\s*([1248])|([1248])\\s*\\*\\s*([a-zA-Z]+)");

    static IntelOperand of(String written, Section section) throws MistakeException {
        String t = written.strip();
        int bits = 0, segment = -1;
        Matcher m = WORDS.matcher(t);
        if (m.matches()) t = m.group(2);
        m = WIDTH.matcher(t);
        if (m.matches()) {
            bits = WIDTHS.get(m.group(1).toUpperCase(Locale.ROOT));
            t = m.group(3);
        }
        m = SEGMENT.matcher(t);
        if (m.matches()) {
            segment = X86Argument.SegmentName.NAMES.indexOf(m.group(1).toLowerCase(Locale.ROOT));
            t = m.group(2);
        }
        X86Argument register = segment < 0 ? register(t.toLowerCase(Locale.ROOT)) : null;
        if (register != null) return new IntelOperand(written, register, null, false, 0, bits, -1, 0);
        if (t.startsWith("[") && t.endsWith("]")) {
            String inner = t.substring(1, t.length() - 1).strip();
            m = SEGMENT.matcher(inner);
            if (m.matches()) {
                segment = X86Argument.SegmentName.NAMES.indexOf(m.group(1).toLowerCase(Locale.ROOT));
                inner = m.group(2);
            }
            return new IntelOperand(written, null, memory(inner, section), false, 0, bits, segment, 0);
        }
        if (segment >= 0 || bits != 0) {
            X86Argument.Memory place = new X86Argument.Memory(-1, -1, 0, NumberExpression.of(t, section), 0);
            return new IntelOperand(written, null, place, false, 0, bits, segment, 0);
        }
        int colon = t.indexOf(':');
        if (colon > 0) {
            int selector = NumberExpression.of(t.substring(0, colon), section);
            return new IntelOperand(written, null, null, true, selector, 0, -1, NumberExpression.of(t.substring(colon + 1), section));
        }
        return new IntelOperand(written, null, null, false, 0, 0, -1, NumberExpression.of(t, section));
    }

    private static X86Argument register(String name) {
        for (int bits = 8; bits <= 32; bits *= 2) {
            int n = names(bits).indexOf(name);
            if (n >= 0) return new X86Argument.General(n, bits);
        }
        int n = X86Argument.SegmentName.NAMES.indexOf(name);
        if (n >= 0) return new X86Argument.SegmentName(n);
        if (name.matches("cr[0-7]")) return new X86Argument.Control(name.charAt(2) - '0');
        return name.matches("dr[0-7]") ? new X86Argument.Debug(name.charAt(2) - '0') : null;
    }

    private static List<String> names(int bits) {
        return bits == 8 ? X86Argument.BYTES : bits == 16 ? X86Argument.WORDS : X86Argument.DOUBLEWORDS;
    }

    /** Base, index and displacement: terms between plus and minus signs. */
    private static X86Argument.Memory memory(String inner, Section section) throws MistakeException {
        int base = -1, index = -1, scale = 0, bits = 0;
        StringBuilder rest = new StringBuilder();
        for (String term : terms(inner)) {
            String t = term.startsWith("+") ? term.substring(1).strip() : term;
            Matcher m = SCALED.matcher(t);
            boolean scaled = m.matches() && register((m.group(1) != null ? m.group(1) : m.group(4)).toLowerCase(Locale.ROOT)) != null;
            String name = scaled ? m.group(1) != null ? m.group(1) : m.group(4) : t;
            X86Argument r = register(name.toLowerCase(Locale.ROOT));
            if (!(r instanceof X86Argument.General g)) {
                if (r != null) throw new MistakeException(name + " cannot address storage in [" + inner + "]");
                rest.append(term.startsWith("-") || rest.isEmpty() ? "" : "+").append(t);
                continue;
            }
            if (g.bits() == 8 || bits != 0 && bits != g.bits() || term.startsWith("-"))
                throw new MistakeException(name + " cannot address storage in [" + inner + "]: add registers of 32 bits, or of 16 bits");
            bits = g.bits();
            int factor = scaled ? Integer.parseInt(m.group(2) != null ? m.group(2) : m.group(3)) : 0;
            if (!scaled && base < 0) base = g.number();
            else if (index < 0) {
                index = g.number();
                scale = scaled ? Integer.numberOfTrailingZeros(factor) : 0;
            } else throw new MistakeException("too many registers in [" + inner + "]: a base and an index");
        }
        if (bits == 32 && index == 4 && scale == 0 && base != 4) {
            int other = base;
            base = index;
            index = other;
        }
        if (bits == 16 && base >= 0 && index >= 0 && (base == 6 || base == 7)) {
            int other = base;
            base = index;
            index = other;
        }
        return new X86Argument.Memory(base, index, scale, rest.isEmpty() ? 0 : NumberExpression.of(rest.toString(), section), bits);
    }

    private static List<String> terms(String inner) {
        List<String> out = new java.util.ArrayList<>();
        int depth = 0, from = 0;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '(') depth++;
            else if (c == ')') depth--;
            else if ((c == '+' || c == '-') && depth == 0 && i > from) {
                out.add(inner.substring(from, i).strip());
                from = i;
            }
        }
        out.add(inner.substring(from).strip());
        return out;
    }

    /**
     * The argument it is for an operand of a row, or null if it cannot be that.
     *
     * @param k the operand
     * @param operandBits operand size
     * @param addressBits address size
     */
    X86Argument as(OperandKind k, int operandBits, int addressBits) {
        String notation = k.toString();
        if (register != null) return register;
        if (far) return notation.startsWith("ptr") ? new X86Argument.Far(selector, number, k.bits(operandBits)) : null;
        if (memory != null) {
            int storage = k.storageBits(operandBits);
            if (bits != 0 && storage != 0 && bits != storage || !inStorage(notation)) return null;
            if (notation.contains("@")) return new X86Argument.Pointed(memory.base(), memory.bits());
            if (memory.bits() != 0) return notation.startsWith("moffs") ? null : memory;
            return new X86Argument.Memory(-1, -1, 0, memory.displacement(), addressBits);
        }
        if (notation.startsWith("rel")) return new X86Argument.Target(number);
        if (notation.equals("1")) return number == 1 ? new X86Argument.Immediate(1, 8) : null;
        return notation.startsWith("imm") ? new X86Argument.Immediate(number, k.bits(operandBits)) : null;
    }

    private static boolean inStorage(String notation) {
        return notation.startsWith("m") || notation.contains("/m") || notation.contains("@");
    }

    /** {@return whether it is a number and nothing else} */
    boolean constant() {
        return register == null && memory == null && !far;
    }

    /** {@return whether it is written to be far} */
    boolean saysFar() {
        return FAR.matcher(text).lookingAt();
    }

    /** The address size that its registers show, or 0. */
    int addressBits() {
        return memory == null ? 0 : memory.bits();
    }
}
