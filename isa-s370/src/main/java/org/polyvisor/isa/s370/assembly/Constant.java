package org.polyvisor.isa.s370.assembly;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.polyvisor.isa.assembly.MistakeException;
import org.polyvisor.isa.assembly.Section;

/**
 * An operand of DC, DS or a literal: duplication factor, type, length modifier, values; GC33-4010, "DC – Define Constant".
 *
 * @param copies duplication factor
 * @param type F H D E X C B A Y P Z
 * @param length of one constant in bytes; 0: as its value needs
 * @param explicit whether a length modifier stands there, which takes the boundary away
 * @param values nominal values
 */
record Constant(int copies, char type, int length, boolean explicit, List<String> values) {

    private static final int LONGEST = 65_535;
    /** As many bytes as there is storage. */
    private static final int MOST = 1 << 24;
    /** Digits with or without a decimal point, which is not stored. */
    private static final Pattern DECIMAL = Pattern.compile("\\s*[+-]?[0-9]*\\.?[0-9]*\\s*");

    static Constant of(String text, Section section) throws MistakeException {
        int at = 0, copies = 1;
        if (text.startsWith("(")) {
            int end = closing(text, 0);
            copies = Expression.absolute(text.substring(1, end), section);
            at = end + 1;
        } else if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
            copies = Expression.absolute(text.substring(0, at), section);
        }
        if (at == text.length()) throw new MistakeException("a type is missing in " + text + ": one of F H D E X C B A Y P Z");
        char type = Character.toUpperCase(text.charAt(at++));
        if ("FHDEXCBAYPZ".indexOf(type) < 0) throw new MistakeException("no constant of type " + type + ": use F H D E X C B A Y P Z");
        int length = switch (type) {
            case 'F', 'E', 'A' -> 4;
            case 'H', 'Y' -> 2;
            case 'D' -> 8;
            default -> 0;
        };
        boolean explicit = at < text.length() && Character.toUpperCase(text.charAt(at)) == 'L' && !text.startsWith("'", at + 1);
        if (explicit) {
            int from = ++at;
            if (text.startsWith("(", at)) at = closing(text, at) + 1;
            else while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
            length = Expression.absolute(text.substring(from, at), section);
            if (length < 1 || length > LONGEST) throw new MistakeException("a length of " + length + " in " + text + ": 1 to " + LONGEST);
        }
        if (copies < 0) throw new MistakeException("a duplication factor of " + copies + " in " + text + ": 0 or more");
        Constant c = new Constant(copies, type, length, explicit, values(text.substring(at), type));
        if ((long) copies * c.once() > MOST) throw new MistakeException(text + " has " + (long) copies * c.once() + " bytes: " + MOST + " is the most");
        return c;
    }

    private static int closing(String text, int from) throws MistakeException {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '(') depth++;
            else if (text.charAt(i) == ')' && --depth == 0) return i;
        }
        throw new MistakeException("a closing parenthesis is missing in " + text);
    }

    private static List<String> values(String text, char type) throws MistakeException {
        if (text.isEmpty()) return List.of();
        char close = text.charAt(0) == '(' ? ')' : '\'';
        if (text.charAt(0) != '(' && text.charAt(0) != '\'' || text.length() < 2 || text.charAt(text.length() - 1) != close)
            throw new MistakeException("'" + text + "' is no value: write '…' or, for addresses, (…)");
        String inner = text.substring(1, text.length() - 1);
        return type == 'C' ? List.of(inner.replace("''", "'").replace("&&", "&")) : SourceLine.split(inner);
    }

    /** The boundary it lies on, in bytes. */
    int boundary() {
        if (explicit) return 1;
        return switch (type) {
            case 'F', 'E', 'A' -> 4;
            case 'H', 'Y' -> 2;
            case 'D' -> 8;
            default -> 1;
        };
    }

    /** How many bytes one constant takes: what L' of its label gives. */
    int one() {
        if (length > 0) return length;
        if (values.isEmpty()) return 1;
        String v = values.getFirst();
        return Math.max(1, switch (type) {
            case 'X' -> (v.length() + 1) / 2;
            case 'B' -> (v.length() + 7) / 8;
            case 'C' -> v.length();
            case 'P' -> digits(v).length() / 2 + 1;
            case 'Z' -> digits(v).length();
            default -> 1;
        });
    }

    /** How many bytes it takes in all. */
    int size() {
        return copies * once();
    }

    private int once() {
        if (values.isEmpty() || type == 'C') return one();
        int all = 0;
        for (String v : values) all += new Constant(1, type, length, explicit, List.of(v)).one();
        return all;
    }

    byte[] bytes(Section section) throws MistakeException {
        if (values.isEmpty()) throw new MistakeException("a value is missing: write " + type + "'…'");
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        for (String v : values) one.writeBytes(value(v, section));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < copies; i++) all.writeBytes(one.toByteArray());
        return all.toByteArray();
    }

    private byte[] value(String v, Section section) throws MistakeException {
        int n = new Constant(1, type, length, explicit, List.of(v)).one();
        try {
            return switch (type) {
                case 'F', 'H' -> integer(new BigInteger(v.strip().startsWith("+") ? v.strip().substring(1) : v.strip()), n, v);
                case 'X' -> right(unsigned(v, 16), n);
                case 'B' -> right(unsigned(v, 2), n);
                case 'E', 'D' -> floating(new BigDecimal(v.strip()), n, v);
                case 'A', 'Y' -> right(BigInteger.valueOf(Expression.of(v, section).number()), n);
                case 'C' -> left(v, n);
                case 'P' -> packed(v, n);
                case 'Z' -> zoned(v, n);
                default -> throw new MistakeException("values of type " + type + " are not available: write the constant in X'…'");
            };
        } catch (NumberFormatException e) {
            throw new MistakeException("'" + v + "' is no value of type " + type);
        }
    }

    private static byte[] integer(BigInteger k, int n, String v) throws MistakeException {
        if (k.bitLength() > 8 * n - 1) throw new MistakeException(v + " does not fit " + n + " bytes");
        return right(k, n);
    }

    private static BigInteger unsigned(String v, int radix) {
        if (v.startsWith("+") || v.startsWith("-")) throw new NumberFormatException(v);
        return new BigInteger(v, radix);
    }

    /** Sign, characteristic in excess 64, normalized hexadecimal fraction; GA22-7000, "Floating-Point Number Representation". */
    private static byte[] floating(BigDecimal number, int n, String v) throws MistakeException {
        if (n < 2 || n > 8) throw new MistakeException("a floating-point number of " + n + " bytes: 2 to 8");
        if (number.signum() == 0) return new byte[n];
        if (Math.abs((long) number.precision() - number.scale()) > 100) throw new MistakeException(v + " is outside the range of floating-point numbers: 5.4E-79 to 7.2E75");
        BigDecimal x = number.abs(), sixteen = BigDecimal.valueOf(16);
        int exponent = 64;
        for (; x.compareTo(BigDecimal.ONE) >= 0; exponent++) x = x.divide(sixteen);
        for (; x.multiply(sixteen).compareTo(BigDecimal.ONE) < 0; exponent--) x = x.multiply(sixteen);
        BigInteger fraction = x.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(8 * n - 8))).setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (fraction.bitLength() > 8 * n - 8) {
            fraction = fraction.shiftRight(4);
            exponent++;
        }
        if (exponent < 0 || exponent > 127) throw new MistakeException(v + " is outside the range of floating-point numbers: 5.4E-79 to 7.2E75");
        byte[] out = right(fraction, n);
        out[0] = (byte) (exponent | (number.signum() < 0 ? 0x80 : 0));
        return out;
    }

    /** Cut or filled on the left, as the sign says. */
    private static byte[] right(BigInteger k, int n) {
        byte[] out = new byte[n];
        for (int i = 0; i < n; i++) out[n - 1 - i] = k.shiftRight(8 * i).byteValue();
        return out;
    }

    /** Cut or filled with blanks on the right. */
    private static byte[] left(String v, int n) throws MistakeException {
        byte[] out = new byte[n], text = Expression.ebcdic(v);
        Arrays.fill(out, (byte) 0x40);
        System.arraycopy(text, 0, out, 0, Math.min(n, text.length));
        return out;
    }

    private static String digits(String v) {
        return v.codePoints().filter(c -> c >= '0' && c <= '9').collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static void decimal(String v, int n) throws MistakeException {
        if (!DECIMAL.matcher(v).matches() || digits(v).isEmpty()) throw new NumberFormatException(v);
        if (n > 16) throw new MistakeException("a decimal number of " + n + " bytes: 16 are the most");
    }

    private static byte[] packed(String v, int n) throws MistakeException {
        decimal(v, n);
        return right(new BigInteger(digits(v) + (v.strip().startsWith("-") ? "d" : "c"), 16), n);
    }

    private static byte[] zoned(String v, int n) throws MistakeException {
        decimal(v, n);
        String d = digits(v);
        byte[] out = new byte[n];
        for (int i = 0; i < n; i++) out[n - 1 - i] = (byte) (0xf0 | (i < d.length() ? d.charAt(d.length() - 1 - i) - '0' : 0));
        out[n - 1] = (byte) (out[n - 1] & 15 | (v.strip().startsWith("-") ? 0xd0 : 0xc0));
        return out;
    }
}
