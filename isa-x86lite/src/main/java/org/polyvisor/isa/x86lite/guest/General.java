package org.polyvisor.isa.x86lite.guest;

import java.util.List;

/** The general registers by their numbers in instructions; SDM volume 2, 2.1.5. */
final class General {
    static final int EAX = 0, ECX = 1, EDX = 2, EBX = 3, EBP = 5, ESI = 6, EDI = 7;

    private static final List<String> NAMES = List.of("eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi");

    private General() {}

    static String name(int register) {
        return NAMES.get(register);
    }

    /** {@return whether it has a name for its low byte} */
    static boolean hasLowByte(int register) {
        return register <= EBX;
    }

    static String lowByte(int register) {
        return name(register).charAt(1) + "l";
    }

    static String lowWord(int register) {
        return name(register).substring(1);
    }
}
