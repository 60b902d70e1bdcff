package org.polyvisor.isa.x86lite.guest;

import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.guest.TrapCause;

/**
 * The machine-dependent part of the kernel that needs no assembler, in the subset of Java that the guest compiler takes;
 * {@link org.polyvisor.isa.guest.GuestPort#architectureClass} says what each method does.
 *
 * <p>The first 8 MiB of storage lie at their physical addresses for the kernel alone: page tables, stack, image, then the programs'
 * regions. Behind them each program sees its own region at the same addresses. Page 0 and the pages below stacks are absent.
 */
final class Arch {
    // storage, in bytes
    static final int PAGE = 4096, TABLE_SPAN = 4 << 20;
    static final int TABLES = 0x10000, STACK_END = 0x80000, STACK_SIZE = 0x8000;
    static final int IMAGE = 0x10_0000, REGIONS = 4 << 20, PROGRAMS = 8 << 20;
    static final int SLOTS = 16, REGION = 0x40000, PROGRAM_STACK = 0x8000;
    /** The first page of what is kept for the stack. */
    private static final int GUARD = REGION - PROGRAM_STACK;
    private static final int PRESENT = 1, WRITABLE = 2, USER = 4;

    // the words of a context, in the order in which an entry pushes them downward
    static final int ES = 0, DS = 1, EBX = 6, EDX = 7, ECX = 8, EAX = 9, VECTOR = 10, INFORMATION = 11, EIP = 12, CS = 13, EFLAGS = 14,
            ESP = 15, SS = 16, WORDS = 17;
    static final int KERNEL_CODE = 0x08, KERNEL_DATA = 0x10, USER_CODE = 0x1b, USER_DATA = 0x23;
    private static final int INTERRUPTS_ENABLED = 0x202;

    // the serial port
    static final int COM1 = 0x3f8;
    private static final int FIFO = 16;
    private static final int BACKSPACE = 8, DELETE = 127;
    private static final byte[] LINE_END = {13, 10}, RUBOUT = {BACKSPACE, ' ', BACKSPACE}, ECHO = new byte[1];
    private static final byte[] TYPED = new byte[120];
    private static int typed;
    /** What was in the port when the kernel began, or −1. */
    private static int early = -1;
    private static boolean entered;
    private static boolean ticking;

    private Arch() {}

    // ---- hooks

    static native void halt(int code);

    private static native int in(int port);

    private static native void out(int port, int value);

    private static native void send(byte[] line, int from, int count);

    private static native void clear(int address, int words);

    private static native void copy(byte[] from, int to);

    private static native void directory(int address);

    private static native void paging();

    private static native int idleCode();

    // ---- storage

    static void init() {
        clear(TABLES, 3 * PAGE / 4);
        for (int page = 1; page < PROGRAMS / PAGE; page++)
            if (page != (STACK_END - STACK_SIZE) / PAGE - 1) Guest.storeWord(TABLES + 4 * page, page * PAGE | PRESENT | WRITABLE);
        shareKernel(TABLES + 2 * PAGE);
        directory(TABLES + 2 * PAGE);
        paging();
        out(COM1 + 3, 3); // eight bits, no parity
        out(COM1 + 4, 16); // looped: nothing more arrives while the FIFOs are turned on, which makes them empty
        if (received()) early = in(COM1);
        out(COM1 + 2, 1); // FIFOs
        out(COM1 + 4, 11); // DTR, RTS, and OUT2: the way of its request
        out(COM1 + 1, 1); // requests when something was received
    }

    private static void shareKernel(int directory) {
        for (int table = 0; table < PROGRAMS / TABLE_SPAN; table++)
            Guest.storeWord(directory + 4 * table, TABLES + table * PAGE | PRESENT | WRITABLE);
    }

    private static int directoryOf(int task) {
        return TABLES + 3 * PAGE + task * (2 * PAGE);
    }

    static void space(int task, byte[] image) {
        int directory = directoryOf(task), table = directory + PAGE, frames = REGIONS + task * REGION;
        clear(directory, 2 * PAGE / 4);
        shareKernel(directory);
        Guest.storeWord(directory + 4 * (PROGRAMS / TABLE_SPAN), table | PRESENT | WRITABLE | USER);
        for (int page = 0; page < REGION / PAGE; page++)
            if (page != GUARD / PAGE) Guest.storeWord(table + 4 * page, frames + page * PAGE | PRESENT | WRITABLE | USER);
        clear(frames, REGION / 4);
        copy(image, frames);
    }

    static void activate(int task) {
        directory(directoryOf(task));
    }

    static int base(int task) {
        return PROGRAMS;
    }

    static int limit(int task) {
        return PROGRAMS + GUARD;
    }

    static int peek(int task, int address) {
        return Guest.loadByte(REGIONS + task * REGION + (address - PROGRAMS));
    }

    // ---- contexts

    private static void begin(int[] context, int at, int code) {
        for (int i = 0; i < WORDS; i++) context[i] = 0;
        context[EIP] = at;
        context[CS] = code;
        context[EFLAGS] = INTERRUPTS_ENABLED;
        context[DS] = USER_DATA;
        context[ES] = USER_DATA;
    }

    static void enter(int[] context, int task) {
        begin(context, PROGRAMS, USER_CODE);
        context[ESP] = PROGRAMS + REGION;
        context[SS] = USER_DATA;
    }

    static void idle(int[] context) {
        begin(context, idleCode(), KERNEL_CODE);
    }

    static int argument(int[] context, int number) {
        switch (number) {
            case 0:
                return context[EAX];
            case 1:
                return context[ECX];
            case 2:
                return context[EDX];
            default:
                return context[EBX];
        }
    }

    static void result(int[] context, int value) {
        context[EAX] = value;
    }

    // ---- traps

    static int cause(int vector, int info, int[] context) {
        switch (vector) {
            case Vectors.TIMER:
                return TrapCause.TIMER;
            case Vectors.SERIAL:
                return TrapCause.CONSOLE;
            case Vectors.SYSTEM_CALL:
                return TrapCause.SYSTEM_CALL;
            case Vectors.INDEX:
                return TrapCause.INDEX;
            case Vectors.DIVIDE:
                return TrapCause.DIVIDE;
            case Vectors.INVALID_OPCODE:
                return TrapCause.OPERATION;
            case Vectors.GENERAL_PROTECTION:
                return info == 0 ? TrapCause.PRIVILEGED : TrapCause.OTHER; // otherwise it concerns a selector or a gate
            case Vectors.PAGE_FAULT:
                return info >>> 12 == 0 ? TrapCause.NULL : TrapCause.PROTECTION;
            default:
                return TrapCause.OTHER;
        }
    }

    /** INT has completed when it is noticed: it has two bytes. */
    static int pc(int[] context) {
        return context[VECTOR] >= Vectors.SYSTEM_CALL ? context[EIP] - 2 : context[EIP];
    }

    static int address(int info) {
        return info;
    }

    // ---- console

    static void write(byte[] line, int length) {
        put(line, length);
        put(LINE_END, 2);
    }

    private static void put(byte[] characters, int count) {
        for (int done = 0; done < count; done += FIFO) send(characters, done, count - done < FIFO ? count - done : FIFO);
    }

    /** What was typed behind the end of a line waits in the port until that line has been taken. */
    static int read(byte[] line) {
        if (early >= 0) type(early);
        early = -1;
        while (!entered && received()) type(in(COM1));
        if (!entered) return -1;
        int length = typed < line.length ? typed : line.length;
        for (int i = 0; i < length; i++) line[i] = TYPED[i];
        typed = 0;
        entered = false;
        return length;
    }

    private static boolean received() {
        return (in(COM1 + 5) & 1) != 0;
    }

    private static void type(int character) {
        if (character == '\r' || character == '\n') {
            put(LINE_END, 2);
            entered = true;
        } else if (character == BACKSPACE || character == DELETE) {
            if (typed == 0) return;
            typed--;
            put(RUBOUT, 3);
        } else if (character >= ' ' && typed < TYPED.length) {
            TYPED[typed] = (byte) character;
            typed++;
            ECHO[0] = (byte) character;
            put(ECHO, 1);
        }
    }

    // ---- clock

    /** Counter 0 of the 8254 ticks for ever: 1,193,182 Hz / 11,932 = 100 Hz. */
    static void timer() {
        if (ticking) return;
        ticking = true;
        out(0x43, 0x34); // two bytes, mode 2, binary
        out(0x40, 11_932 & 0xff);
        out(0x40, 11_932 >> 8);
    }
}
