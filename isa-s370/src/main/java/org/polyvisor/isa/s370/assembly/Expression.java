package org.polyvisor.isa.s370.assembly;

import java.nio.charset.Charset;
import java.util.Locale;
import org.polyvisor.isa.assembly.MistakeException;
import org.polyvisor.isa.assembly.Section;

/** Expressions: terms and {@code + - * /}, from left to right by precedence; GC33-4010, "Expressions". */
final class Expression {
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

    private Expression(String text, Section section) {
        this.text = text;
        this.section = section;
    }

    static Worth of(String text, Section section) throws MistakeException {
        Expression e = new Expression(text, section);
        Worth w = e.sum();
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
            a = minus ? new Worth(-b.number, -b.relocations, 1) : b;
        } else {
            a = product();
        }
        while (peek() == '+' || peek() == '-') {
            boolean plus = text.charAt(at++) == '+';
            Worth b = product();
            a = plus ? new Worth(a.number + b.number, a.relocations + b.relocations, a.length)
                    : new Worth(a.number - b.number, a.relocations - b.relocations, a.length);
        }
        return a;
    }

    private Worth product() throws MistakeException {
        Worth a = term();
        while (peek() == '*' || peek() == '/') {
            boolean times = text.charAt(at++) == '*';
            Worth b = term();
            a = new Worth(times ? a.number * b.number : b.number == 0 ? 0 : a.number / b.number, 0, a.length);
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
            Worth w = sum();
            if (peek() != ')') throw new MistakeException("a closing parenthesis is missing in " + text);
            at++;
            return w;
        }
        if (c == '*') {
            at++;
            return new Worth(section.location(), 1, 1);
        }
        if (Character.isDigit(c)) return new Worth((int) number(10), 0, 1);
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

    private int selfDefining(char type, String inner) throws MistakeException {
        try {
            return switch (type) {
                case 'X' -> Integer.parseUnsignedInt(inner, 16);
                case 'B' -> Integer.parseUnsignedInt(inner, 2);
                case 'C' -> {
                    int v = 0;
                    for (byte b : inner.replace("''", "'").getBytes(EBCDIC)) v = v << 8 | b & 0xff;
                    yield v;
                }
                default -> throw new MistakeException("no term " + type + "'…': write X'…', B'…', C'…' or L'name");
            };
        } catch (NumberFormatException e) {
            throw new MistakeException(type + "'" + inner + "' is no number of 32 bits");
        }
    }

    private long number(int radix) throws MistakeException {
        int from = at;
        while (Character.digit(peek(), radix) >= 0) at++;
        try {
            return Long.parseLong(text.substring(from, at), radix);
        } catch (NumberFormatException e) {
            throw new MistakeException(text.substring(from, at) + " is too large");
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
