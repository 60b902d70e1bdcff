package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Prints every line that is typed, until an empty one. */
final class Echo {
    private Echo() {}

    static int main() {
        byte[] line = new byte[80];
        int lines = 0;
        Library.printLine(Guest.text("type lines, the last one empty"));
        int length = Library.readLine(line);
        while (length > 0) {
            lines++;
            Library.decimal(lines);
            Library.print(Guest.text(": "));
            Guest.sys(SystemCall.WRITE, line, 0, length);
            Library.newLine();
            length = Library.readLine(line);
        }
        return lines;
    }
}
