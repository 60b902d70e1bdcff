package org.polyvisor.isa.s370.guest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.guest.TrapCause;

/**
 * The machine-dependent part of the kernel, in the compiler's subset. A context has the sixteen general registers and the two words of the
 * PSW. Programs run in problem state with the key that their storage has, which is fetch-protected as the kernel's is.
 */
final class Arch {
    private static final int EXTERNAL = 0, SUPERVISOR_CALL = 1, INPUT_OUTPUT = 3;
    private static final int OPERATION = 1, PRIVILEGED = 2, PROTECTION = 4, ADDRESSING = 5, DIVIDE = 9;
    /** Operation codes. */
    private static final int FIRST_RX = 0x40, FIRST_RS = 0x80, FIRST_OTHER = 0xa0;
    private static final int STACK_POINTER = 13, PSW = 16;
    /** Masks of channel 0 and of external interruptions, and of machine checks. */
    private static final int ENABLED = 0x8104_0000;
    private static final int WAIT = 0x2_0000, PROBLEM = 0x1_0000, KEY = 0x10_0000;
    private static final int ADDRESS = 0xff_ffff;
    /** The length of an instruction in an old PSW has no meaning if no instruction was interrupted for what it did. */
    private static final int NO_LENGTH = 0x3fff_ffff;
    private static final int BLOCK = 2048, FETCH_PROTECTED = 8;
    /** Accesses through a null reference lie below. */
    private static final int NULL_END = 256;
    /** Room above the first method's stack pointer. */
    private static final int FIRST_FRAME = 128;

    /** The address that the last program interruption concerned, or −1. */
    private static int operand;

    private Arch() {}

    // ---- hooks

    private static native void key(int block, int key);

    private static native void fill(int to, int length, int from, int count);

    private static native void stop(int code);

    /** Takes three units of the interval timer, of 1/300 s each. */
    static native void timer();

    // ---- storage

    static void init() {
        protect(0, StorageMap.END, 0);
    }

    private static void protect(int from, int end, int key) {
        for (int block = from; block < end; block += BLOCK) key(block, key << 4 | FETCH_PROTECTED);
    }

    static void space(int task, byte[] image) {
        protect(base(task), limit(task), task + 1);
        fill(base(task), StorageMap.REGION, Guest.address(image) + 4, image.length);
    }

    static void activate(int task) {
        // the key in the PSW does it
    }

    static int base(int task) {
        return StorageMap.PROGRAMS + task * StorageMap.REGION;
    }

    static int limit(int task) {
        return base(task) + StorageMap.REGION;
    }

    static int peek(int task, int address) {
        return Guest.loadByte(address);
    }

    // ---- contexts

    static void enter(int[] context, int task) {
        context[STACK_POINTER] = limit(task) - FIRST_FRAME;
        context[PSW] = ENABLED | PROBLEM | (task + 1) * KEY;
        context[PSW + 1] = base(task);
    }

    static void idle(int[] context) {
        context[PSW] = ENABLED | WAIT;
        context[PSW + 1] = 0;
    }

    static int argument(int[] context, int number) {
        return context[number == 3 ? 15 : number];
    }

    static void result(int[] context, int value) {
        context[15] = value;
    }

    /** The old PSW has the address behind the instruction, and the number of halfwords that this had. */
    static int pc(int[] context) {
        int next = context[PSW + 1];
        return next - (next >>> 30 << 1) & ADDRESS;
    }

    static int address(int info) {
        return operand;
    }

    // ---- interruptions

    static int cause(int vector, int info, int[] context) {
        switch (vector) {
            case EXTERNAL:
                context[PSW + 1] &= NO_LENGTH;
                return TrapCause.TIMER;
            case SUPERVISOR_CALL:
                return TrapCause.SYSTEM_CALL;
            case INPUT_OUTPUT:
                context[PSW + 1] &= NO_LENGTH;
                Typewriter.interruption(info);
                return TrapCause.CONSOLE;
            default:
                return exception(info & 0xff, context);
        }
    }

    private static int exception(int code, int[] context) {
        operand = -1;
        switch (code) {
            case OPERATION:
                return check(word(pc(context)));
            case PRIVILEGED:
                return TrapCause.PRIVILEGED;
            case PROTECTION:
            case ADDRESSING:
                operand = operand(context, word(pc(context)));
                return operand >= 0 && operand < NULL_END ? TrapCause.NULL : TrapCause.PROTECTION;
            case DIVIDE:
                return TrapCause.DIVIDE;
            default:
                return TrapCause.OTHER;
        }
    }

    private static int check(int instruction) {
        return instruction == Trap.INDEX ? TrapCause.INDEX : instruction == Trap.NULL ? TrapCause.NULL : TrapCause.OPERATION;
    }

    /** The word at an address, or 0 where there is none. */
    private static int word(int address) {
        return address <= StorageMap.END - 4 ? Guest.loadWord(address) : 0;
    }

    /** The machine does not tell the address that it could not access: this is the operand's of an RX, RS or SI instruction, or −1. */
    private static int operand(int[] context, int instruction) {
        int code = instruction >>> 24;
        if (code < FIRST_RX || code >= FIRST_OTHER) return -1;
        int index = code < FIRST_RS ? register(context, instruction >>> 16 & 15) : 0;
        return (instruction & 0xfff) + register(context, instruction >>> 12 & 15) + index & ADDRESS;
    }

    private static int register(int[] context, int number) {
        return number == 0 ? 0 : context[number];
    }

    // ---- console and end

    static void write(byte[] line, int length) {
        Typewriter.write(line, length);
    }

    static int read(byte[] line) {
        return Typewriter.read(line);
    }

    /** The code is the address in the PSW of a disabled wait: 24 bits. */
    static void halt(int code) {
        stop(code != 0 && (code & ADDRESS) == 0 ? ADDRESS : code);
    }

    /** {@return a table from ISO 8859-1 to EBCDIC, or the reverse; controls become blanks, what is not there a question mark} */
    static byte[] table(boolean toEbcdic) {
        Charset ebcdic = Charset.forName("IBM037"), from = toEbcdic ? StandardCharsets.ISO_8859_1 : ebcdic;
        byte[] table = new byte[256];
        for (int i = 0; i < 256; i++) {
            char c = new String(new byte[] {(byte) i}, from).charAt(0);
            table[i] = String.valueOf(Character.isISOControl(c) ? ' ' : c).getBytes(toEbcdic ? ebcdic : StandardCharsets.ISO_8859_1)[0];
        }
        return table;
    }
}
