package org.polyvisor.isa.x86lite.guest;

import static org.polyvisor.isa.x86lite.guest.General.EAX;
import static org.polyvisor.isa.x86lite.guest.General.EDX;
import static org.polyvisor.isa.x86lite.guest.General.hasLowByte;
import static org.polyvisor.isa.x86lite.guest.General.lowByte;
import static org.polyvisor.isa.x86lite.guest.General.lowWord;
import static org.polyvisor.isa.x86lite.guest.General.name;

import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Width;

/** Cells of storage of every width: how they are addressed, and moves between them and registers. EAX and EDX hold no variable. */
final class Cells {
    private final AssemblyText text;

    Cells(AssemblyText text) {
        this.text = text;
    }

    static String at(int base, int offset) {
        return "[" + name(base) + (offset == 0 ? "" : offset > 0 ? "+" + offset : offset) + "]";
    }

    /** An element behind the length of its array, a register or a symbol. */
    static String element(Width width, String array, int index) {
        return "[" + array + "+" + name(index) + (width.shift() == 0 ? "" : "*" + (1 << width.shift())) + "+4]";
    }

    static boolean storable(Width width, int from) {
        return width.shift() != 0 || hasLowByte(from);
    }

    void load(Width width, int to, String place) {
        text.add(switch (width) {
            case WORD -> "mov " + name(to) + ", " + place;
            case BYTE -> "movsx " + name(to) + ", byte ptr " + place;
            case UNSIGNED_BYTE -> "movzx " + name(to) + ", byte ptr " + place;
            case SHORT -> "movsx " + name(to) + ", word ptr " + place;
            case CHAR -> "movzx " + name(to) + ", word ptr " + place;
        });
    }

    /** Stores; what has no low byte goes through a register that is not part of the address. */
    void store(Width width, int from, String place, int base, int index) {
        int cell = from;
        if (!storable(width, from)) {
            cell = base != EAX && index != EAX ? EAX : EDX;
            text.add("mov " + name(cell) + ", " + name(from));
        }
        text.add("mov " + place + ", " + switch (width.shift()) {
            case 0 -> lowByte(cell);
            case 1 -> lowWord(cell);
            default -> name(cell);
        });
    }
}
