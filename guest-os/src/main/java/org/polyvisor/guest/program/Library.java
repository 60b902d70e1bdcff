package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** What programs have in common. It reaches the system by system calls alone. */
final class Library {
    /** The code of a program that asked for more memory than there is. */
    static final int NO_MEMORY = 101;
    /** The code of a program that asked for an array of a negative length. */
    static final int NEGATIVE_LENGTH = 102;

    private static final byte[] DIGITS = new byte[11];
    private static final byte[] NEW_LINE = {'\n'};
    private static final int MOST_ELEMENTS = 1 << 28;

    private Library() {}

    // ---- printing

    static void print(byte[] text) {
        Guest.sys(SystemCall.WRITE, text, 0, text.length);
    }

    static void printLine(byte[] text) {
        print(text);
        newLine();
    }

    static void newLine() {
        print(NEW_LINE);
    }

    /** Counts in negative numbers: there is one more of them. */
    static void decimal(int value) {
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

    static void hexadecimal(int value) {
        int at = 0;
        for (int shift = 28; shift >= 0; shift -= 4) {
            int digit = value >>> shift & 15;
            DIGITS[at] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
            at++;
        }
        Guest.sys(SystemCall.WRITE, DIGITS, 0, at);
    }

    /** A line such as {@code primes 1028}. */
    static void show(byte[] what, int value) {
        print(what);
        print(Guest.text(" "));
        decimal(value);
        newLine();
    }

    // ---- system calls

    static int readLine(byte[] buffer) {
        return Guest.sys(SystemCall.READ, buffer, 0, buffer.length);
    }

    static void sleep(int ticks) {
        Guest.sys(SystemCall.SLEEP, ticks, 0, 0);
    }

    static int time() {
        return Guest.sys(SystemCall.TIME, 0, 0, 0);
    }

    static int task() {
        return Guest.sys(SystemCall.TASK, 0, 0, 0);
    }

    static void exit(int code) {
        Guest.sys(SystemCall.EXIT, code, 0, 0);
    }

    /** Sends as soon as the receiver has room; whether there is a receiver. */
    static boolean send(int to, int word) {
        int sent = Guest.sys(SystemCall.SEND, to, word, 0);
        while (sent == SystemCall.FULL) {
            Guest.sys(SystemCall.YIELD, 0, 0, 0);
            sent = Guest.sys(SystemCall.SEND, to, word, 0);
        }
        return sent == 0;
    }

    static int receive() {
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
