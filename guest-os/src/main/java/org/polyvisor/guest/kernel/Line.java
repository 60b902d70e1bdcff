package org.polyvisor.guest.kernel;

/** Lines for the console: the kernel's, which begin with an asterisk, and the tasks', which begin with a name. */
final class Line {
    /** Characters of a line at most. */
    static final int WIDTH = 120;
    /** Characters that a task prints in a line at most. */
    static final int ROOM = 100;

    private static final byte[] LINE = new byte[WIDTH];
    private static final byte[] DIGITS = new byte[11];
    private static int length;

    private Line() {}

    /** Begins a line of the kernel's. */
    static void kernel(byte[] text) {
        length = 0;
        character('*');
        character(' ');
        text(text);
    }

    static void character(int c) {
        if (length == WIDTH) return;
        LINE[length] = (byte) (c >= ' ' && c <= '~' ? c : '.');
        length++;
    }

    static void text(byte[] text) {
        for (int i = 0; i < text.length; i++) character(text[i]);
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
        if (value < 0) character('-');
        for (int i = at; i < DIGITS.length; i++) character(DIGITS[i]);
    }

    static void hexadecimal(int value, int digits) {
        for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) {
            int digit = value >>> shift & 15;
            character(digit < 10 ? '0' + digit : 'A' - 10 + digit);
        }
    }

    static void end() {
        Arch.write(LINE, length);
    }

    /** A task prints a character. */
    static void print(Task task, int c) {
        if (c == '\n') {
            show(task);
            return;
        }
        if (task.printed == ROOM) show(task);
        task.line[task.printed] = (byte) c;
        task.printed++;
    }

    /** Shows what a task printed of a line. */
    static void flush(Task task) {
        if (task.printed > 0) show(task);
    }

    private static void show(Task task) {
        length = 0;
        text(task.name);
        character(':');
        character(' ');
        for (int i = 0; i < task.printed; i++) character(task.line[i]);
        task.printed = 0;
        end();
    }
}
