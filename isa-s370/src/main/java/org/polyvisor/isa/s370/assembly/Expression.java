package org.polyvisor.isa.s370.assembly;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;
import org.polyvisor.isa.assembly.MistakeException;
import org.polyvisor.isa.assembly.Section;

/** Expressions: terms and {@code + - * /}, from left to right by precedence; GC33-4010, "Expressions". */
final class Expression {
    private static final int DEEPEST = 100;

    /** The characters of System/370: EBCDIC, code page 037. */
    static final Charset EBCDIC = Charset.forName("IBM037");

    /**
     * What an expression is worth.
     *
     * @param number the value
     * @param relocations how many addresses of the program were added, less those subtracted: 0 or 1
     * @param length how many bytes its first term names
     */
    record Worth(int number, int relocations, int length) {
        boolean relocatable() {
            return relocations != 0;
        }
    }

    private final String text;
    private final Section section;
    private int at;
    private int depth;

    private Expression(String text, Section section) {
        this.text = text;
        this.section = section;
    }

    static Worth of(String text, Section section) throws MistakeException {
        Expression e = new Expression(text, section);
        Worth w;
        try {
            w = e.sum();
        } catch (ArithmeticException overflow) {
            throw new MistakeException(text + " is too large: 31 bits and a sign are the most");
        }
        if (e.at < text.length()) throw new MistakeException("'" + text.substring(e.at) + "' in " + text + " is not understood: use + - * / between terms");
        if (w.relocations < 0 || w.relocations > 1) throw new MistakeException(text + " adds or subtracts addresses so that no address remains");
        return w;
    }

    /** A plain number. */
    static int absolute(String text, Section section) throws MistakeException {
        Worth w = of(text, section);
        if (w.relocatable() && section.isLast()) throw new MistakeException(text + " is an address: a plain number is needed");
        return w.number;
    }

    private Worth sum() throws MistakeException {
        Worth a;
        if (peek() == '-' || peek() == '+') {
            boolean minus = text.charAt(at++) == '-';
            Worth b = product();
            a = minus ? new Worth(Math.negateExact(b.number), -b.relocations, 1) : b;
        } else {
            a = product();
        }
        while (peek() == '+' || peek() == '-') {
            boolean plus = text.charAt(at++) == '+';
            Worth b = product();
            a = plus ? new Worth(Math.addExact(a.number, b.number), a.relocations + b.relocations, a.length)
                    : new Worth(Math.subtractExact(a.number, b.number), a.relocations - b.relocations, a.length);
        }
        return a;
    }

    private Worth product() throws MistakeException {
        Worth a = term();
        while (peek() == '*' || peek() == '/') {
            boolean times = text.charAt(at++) == '*';
            Worth b = term();
            if ((a.relocatable() || b.relocatable()) && section.isLast()) throw new MistakeException(text + " multiplies or divides an address: only plain numbers can be");
            int quotient = b.number == 0 ? 0 : Math.divideExact(a.number, b.number);
            a = new Worth(times ? Math.multiplyExact(a.number, b.number) : quotient, 0, a.length);
        }
        return a;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private Worth term() throws MistakeException {
        char c = peek();
        if (c == '(') {
            at++;
            if (++depth > DEEPEST) throw new MistakeException("more than " + DEEPEST + " parentheses within each other: give parts a name with EQU");
            Worth w = sum();
            depth--;
            if (peek() != ')') throw new MistakeException("a closing parenthesis is missing in " + text);
            at++;
            return w;
        }
        if (c == '*') {
            at++;
            return new Worth(section.location(), 1, 1);
        }
        if (c >= '0' && c <= '9') return new Worth(number(), 0, 1);
        if (at + 1 < text.length() && text.charAt(at + 1) == '\'') return quoted(Character.toUpperCase(c));
        if (!isNameStart(c)) throw new MistakeException((c == 0 ? "a term is missing in '" : "'" + c + "' begins no term in '") + text + "'");
        Section.Symbol s = section.symbol(name());
        return new Worth(s.value(), s.relocatable() ? 1 : 0, s.length());
    }

    private Worth quoted(char type) throws MistakeException {
        at += 2;
        if (type == 'L') {
            if (peek() == '*') {
                at++;
                return new Worth(1, 0, 1);
            }
            return new Worth(section.symbol(name()).length(), 0, 1);
        }
        int end = text.indexOf('\'', at);
        while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == '\'') end = text.indexOf('\'', end + 2);
        if (end < 0) throw new MistakeException("a closing quote is missing in " + text);
        String inner = text.substring(at, end);
        at = end + 1;
        return new Worth(selfDefining(type, inner), 0, 1);
    }

    /** Characters of System/370. */
    static byte[] ebcdic(String characters) throws MistakeException {
        CharsetEncoder encoder = EBCDIC.newEncoder();
        for (int i = 0; i < characters.length(); i++)
            if (!encoder.canEncode(characters.charAt(i))) throw new MistakeException("'" + characters.charAt(i) + "' is no EBCDIC character: write it in X'…'");
        return characters.getBytes(EBCDIC);
    }

    private int selfDefining(char type, String inner) throws MistakeException {
        try {
            return switch (type) {
                case 'X' -> Integer.parseUnsignedInt(inner, 16);
                case 'B' -> Integer.parseUnsignedInt(inner, 2);
                case 'C' -> {
                    int v = 0;
                    for (byte b : ebcdic(inner.replace("''", "'").replace("&&", "&"))) v = v << 8 | b & 0xff;
                    yield v;
                }
                default -> throw new MistakeException("no term " + type + "'…': write X'…', B'…', C'…' or L'name");
            };
        } catch (NumberFormatException e) {
            throw new MistakeException(type + "'" + inner + "' is no number of 32 bits");
        }
    }

    private int number() throws MistakeException {
        int from = at;
        while (peek() >= '0' && peek() <= '9') at++;
        try {
            return Integer.parseInt(text.substring(from, at));
        } catch (NumberFormatException e) {
            throw new MistakeException(text.substring(from, at) + " is too large: 2147483647 is the most");
        }
    }

    private String name() throws MistakeException {
        int from = at;
        while (isNameStart(peek()) || Character.isDigit(peek())) at++;
        if (from == at) throw new MistakeException("a name is missing in " + text);
        return text.substring(from, at).toUpperCase(Locale.ROOT);
    }

    static boolean isNameStart(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '$' || c == '#' || c == '@' || c == '_';
    }
}
