package org.polyvisor.cli.option;

import org.polyvisor.isa.UsageException;

/** Numbers as users write them: {@code 0x} and hexadecimal digits, or decimal digits. */
public final class Numeral {
    private Numeral() {}

    /**
     * Reads a number.
     *
     * @param text as the user wrote it
     * @param bits how many bits there are for it, 1 to 64
     * @return the number, cut to its bits; of 64 bits as an unsigned number
     * @throws UsageException if it is no number, or does not fit; a negative decimal number fits as two's complement
     */
    public static long parse(String text, int bits) throws UsageException {
        long value = 0;
        boolean negative = text.startsWith("-");
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        int first = negative ? 1 : hexadecimal ? 2 : 0;
        if (first == text.length()) throw notANumber(text);
        for (int i = first; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), hexadecimal ? 16 : 10);
            if (digit < 0) throw notANumber(text);
            if (hexadecimal ? value >>> 60 != 0 : tooLarge(value, digit)) throw doesNotFit(text, bits);
            value = hexadecimal ? value << 4 | digit : value * 10 + digit;
        }
        if (negative) {
            if (value < 0 || value > 1L << bits - 1 && bits < 64) throw doesNotFit(text, bits);
            return bits == 64 ? -value : -value & (1L << bits) - 1;
        }
        if (bits < 64 && value >>> bits != 0) throw doesNotFit(text, bits);
        return value;
    }

    private static boolean tooLarge(long value, int digit) {
        return Long.compareUnsigned(value, 0x1999_9999_9999_9999L) > 0 || value == 0x1999_9999_9999_9999L && digit > 5;
    }

    private static UsageException notANumber(String text) {
        return new UsageException("'" + text + "' is not a number: give decimal digits, or 0x and hexadecimal ones");
    }

    private static UsageException doesNotFit(String text, int bits) {
        return new UsageException(text + " does not fit in " + bits + " bits");
    }

    /**
     * Reads an address, an amount or a count: below 0 there is none.
     *
     * @param text as the user wrote it
     * @param bits how many bits there are for it, 1 to 64
     * @return the number; of 64 bits as an unsigned number
     * @throws UsageException if it is no number, does not fit, or is negative
     */
    public static long unsigned(String text, int bits) throws UsageException {
        if (text.startsWith("-")) throw new UsageException("'" + text + "' is below 0");
        return parse(text, bits);
    }

    /**
     * {@return the shortest hexadecimal form, {@code 0x} and lower-case digits}
     *
     * @param value an unsigned number
     */
    public static String hexadecimal(long value) {
        return "0x" + Long.toHexString(value);
    }
}
