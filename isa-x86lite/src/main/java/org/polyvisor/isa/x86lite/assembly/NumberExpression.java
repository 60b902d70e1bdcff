package org.polyvisor.isa.x86lite.assembly;

import java.util.Locale;
import org.polyvisor.isa.assembly.MistakeException;
import org.polyvisor.isa.assembly.Section;

/** Expressions over numbers, characters, symbols and the location counter, with the operators and precedences of C. */
final class NumberExpression {
    private static final int DEEPEST = 100;
    private static final String[][] OPERATORS = {{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};

    private final String text;
    private final Section section;
    private int at;
    private int depth;

    private NumberExpression(String text, Section section) {
        this.text = text;
        this.section = section;
    }

    static int of(String text, Section section) throws MistakeException {
        NumberExpression e = new NumberExpression(text, section);
        long v;
        try {
            v = e.level(0);
        } catch (ArithmeticException overflow) {
            throw new MistakeException("'" + text + "' is too large: 32 bits are the most");
        }
        e.blanks();
        if (e.at < text.length()) throw new MistakeException("'" + text.substring(e.at) + "' in '" + text + "' is not understood");
        if (v < Integer.MIN_VALUE || v > 0xffff_ffffL) throw new MistakeException("'" + text + "' is too large: 32 bits are the most");
        return (int) v;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private long level(int n) throws MistakeException {
        if (n == OPERATORS.length) return unary();
        long a = level(n + 1);
        while (true) {
            blanks();
            String found = null;
            for (String o : OPERATORS[n]) if (text.startsWith(o, at)) found = o;
            if (found == null) return a;
            at += found.length();
            long b = level(n + 1);
            a = switch (found) {
                case "|" -> a | b;
                case "^" -> a ^ b;
                case "&" -> a & b;
                case "<<" -> Math.multiplyExact(a, 1L << shift(b));
                case ">>" -> a >> shift(b);
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                default -> {
                    if (b == 0) throw new MistakeException("division by 0 in '" + text + "'");
                    yield found.equals("/") ? a / b : a % b;
                }
            };
        }
    }

    private int shift(long bits) throws MistakeException {
        if (bits < 0 || bits > 32) throw new MistakeException("a shift by " + bits + " in '" + text + "': 0 to 32");
        return (int) bits;
    }

    private long unary() throws MistakeException {
        if (++depth > DEEPEST) throw new MistakeException("more than " + DEEPEST + " signs and parentheses within each other: give parts a name with equ");
        long v = operand();
        depth--;
        return v;
    }

    private long operand() throws MistakeException {
        blanks();
        if (at == text.length()) throw new MistakeException("a number is missing in '" + text + "'");
        char c = text.charAt(at);
        if (c == '-' || c == '+' || c == '~') {
            at++;
            long v = unary();
            return c == '-' ? Math.negateExact(v) : c == '~' ? ~v : v;
        }
        if (c == '(') {
            at++;
            long v = level(0);
            blanks();
            if (at == text.length() || text.charAt(at) != ')') throw new MistakeException("a closing parenthesis is missing in '" + text + "'");
            at++;
            return v;
        }
        if (c == '\'') return character();
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_.$@?".indexOf(text.charAt(at)) >= 0)) at++;
        String word = text.substring(from, at);
        if (word.isEmpty()) throw new MistakeException("'" + c + "' begins no number or name in '" + text + "'");
        if (word.equals("$") || word.equals(".")) return section.location();
        return Character.isDigit(word.charAt(0)) ? number(word) : section.symbol(word).value();
    }

    private long character() throws MistakeException {
        int end = text.indexOf('\'', at + 1);
        if (end != at + 2) throw new MistakeException("write one character between quotes, such as 'a', in '" + text + "'");
        long v = text.charAt(at + 1);
        at = end + 1;
        return v;
    }

    static long number(String word) throws MistakeException {
        String w = word.toLowerCase(Locale.ROOT).replace("_", "");
        try {
            if (w.startsWith("0x")) return Long.parseLong(w.substring(2), 16);
            if (w.endsWith("h")) return Long.parseLong(w.substring(0, w.length() - 1), 16);
            if (w.startsWith("0b")) return Long.parseLong(w.substring(2), 2);
            if (w.startsWith("0o")) return Long.parseLong(w.substring(2), 8);
            return Long.parseLong(w);
        } catch (NumberFormatException e) {
            throw new MistakeException(word + " is no number: write 26, 0x1a, 1ah or 0b11010");
        }
    }
}
