package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/**
 * What programs call: printing, and the system calls by name. It reaches the system by system calls alone, and is part of a program as its
 * own classes are. Texts are bytes: {@link Guest#text} makes them.
 */
public final class Library {
    /** The code of a program that asked for more memory than there is. */
    public static final int NO_MEMORY = 101;
    /** The code of a program that asked for an array of a negative length. */
    public static final int NEGATIVE_LENGTH = 102;

    private static final byte[] DIGITS = new byte[11];
    private static final byte[] NEW_LINE = {'\n'};
    private static final int MOST_ELEMENTS = 1 << 28;

    private Library() {}

    // ---- printing

    /**
     * Prints. The kernel shows whole lines, each with the program's name in front.
     *
     * @param text bytes of ISO 8859-1; a line feed ends a line
     */
    public static void print(byte[] text) {
        Guest.sys(SystemCall.WRITE, text, 0, text.length);
    }

    /**
     * Prints a line.
     *
     * @param text without its end
     */
    public static void printLine(byte[] text) {
        print(text);
        newLine();
    }

    /** Ends a line. */
    public static void newLine() {
        print(NEW_LINE);
    }

    /**
     * Prints a number in base 10.
     *
     * @param value any
     */
    public static void decimal(int value) {
        // counts in negative numbers: there is one more of them
        int at = DIGITS.length;
        int rest = value < 0 ? value : -value;
        do {
            at--;
            DIGITS[at] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            at--;
            DIGITS[at] = '-';
        }
        Guest.sys(SystemCall.WRITE, DIGITS, at, DIGITS.length - at);
    }

    /**
     * Prints a number in base 16.
     *
     * @param value as eight digits
     */
    public static void hexadecimal(int value) {
        int at = 0;
        for (int shift = 28; shift >= 0; shift -= 4) {
            int digit = value >>> shift & 15;
            DIGITS[at] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
            at++;
        }
        Guest.sys(SystemCall.WRITE, DIGITS, 0, at);
    }

    /**
     * Prints a line such as {@code primes 1028}.
     *
     * @param what what the number is
     * @param value the number
     */
    public static void show(byte[] what, int value) {
        print(what);
        print(Guest.text(" "));
        decimal(value);
        newLine();
    }

    // ---- system calls

    /**
     * Waits for a line to be typed.
     *
     * @param buffer gets it, without its end
     * @return its length, cut to the buffer's
     */
    public static int readLine(byte[] buffer) {
        return Guest.sys(SystemCall.READ, buffer, 0, buffer.length);
    }

    /**
     * Waits.
     *
     * @param ticks how many times 10 ms of virtual time
     */
    public static void sleep(int ticks) {
        Guest.sys(SystemCall.SLEEP, ticks, 0, 0);
    }

    /** {@return how many ticks of 10 ms there were} */
    public static int time() {
        return Guest.sys(SystemCall.TIME, 0, 0, 0);
    }

    /** {@return the program's own number: its slot, from 0} */
    public static int task() {
        return Guest.sys(SystemCall.TASK, 0, 0, 0);
    }

    /**
     * Ends the program.
     *
     * @param code which the kernel prints; 0: all is well
     */
    public static void exit(int code) {
        Guest.sys(SystemCall.EXIT, code, 0, 0);
    }

    /**
     * Sends a message, as soon as the receiver has room.
     *
     * @param to the receiver's number
     * @param word the message
     * @return whether there is such a receiver
     */
    public static boolean send(int to, int word) {
        int sent = Guest.sys(SystemCall.SEND, to, word, 0);
        while (sent == SystemCall.FULL) {
            Guest.sys(SystemCall.YIELD, 0, 0, 0);
            sent = Guest.sys(SystemCall.SEND, to, word, 0);
        }
        return sent == 0;
    }

    /** {@return the next message, a word; waits for it} */
    public static int receive() {
        return Guest.sys(SystemCall.RECEIVE, 0, 0, 0);
    }

    // ---- memory

    /** What {@code new int[n]} and its like become: memory that was never used holds zeros. */
    static int newArray(int shift, int n) {
        if (n < 0) exit(NEGATIVE_LENGTH);
        int array = n >= MOST_ELEMENTS ? SystemCall.REFUSED : Guest.sys(SystemCall.MEMORY, 4 + (n << shift), 0, 0);
        if (array == SystemCall.REFUSED) {
            printLine(Guest.text("there is no memory left"));
            exit(NO_MEMORY);
        }
        Guest.storeWord(array, n);
        return array;
    }
}
