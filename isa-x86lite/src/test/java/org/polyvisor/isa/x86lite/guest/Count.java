package org.polyvisor.isa.x86lite.guest;

import org.polyvisor.guest.program.SystemCall;
import org.polyvisor.isa.guest.Guest;

/** A program that reads a number. */
final class Count {
    private static final byte[] LINE = new byte[8];

    private Count() {}

    static int main() {
        int length = Guest.sys(SystemCall.READ, LINE, 0, LINE.length);
        int number = 0;
        for (int i = 0; i < length; i++) number = number * 10 + LINE[i] - '0';
        return number;
    }
}
