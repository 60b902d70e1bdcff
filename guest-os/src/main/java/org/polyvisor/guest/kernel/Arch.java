package org.polyvisor.guest.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The machine-dependent part of the kernel in the form for the host JVM, where the kernel's tests run: in images, the class that
 * {@link org.polyvisor.isa.guest.GuestPort#architectureClass} names stands in its place. Here a context is the four arguments of a system
 * call, its result, the program counter, the task, and whether it is idle.
 */
final class Arch {
    static final int RESULT = 4;
    static final int PC = 5;
    static final int TASK = 6;
    static final int IDLE = 7;
    /** Addresses of a region: each task's own, the same for all. */
    static final int BASE = 0x40_0000;
    static final int SIZE = 0x1_0000;

    static final StringBuilder CONSOLE = new StringBuilder();
    static final Deque<String> TYPED = new ArrayDeque<>();
    static int active = -1;
    static int clock;
    static int halted = -1;

    private Arch() {}

    static void init() {}

    static void space(int task, byte[] image) {}

    static void enter(int[] context, int task) {
        context[PC] = BASE;
        context[TASK] = task;
    }

    static void idle(int[] context) {
        context[IDLE] = 1;
    }

    static void activate(int task) {
        active = task;
    }

    static int cause(int vector, int info, int[] context) {
        return vector;
    }

    static int argument(int[] context, int number) {
        return context[number];
    }

    static void result(int[] context, int value) {
        context[RESULT] = value;
    }

    static int pc(int[] context) {
        return context[PC];
    }

    static int base(int task) {
        return BASE;
    }

    static int limit(int task) {
        return BASE + SIZE;
    }

    static int peek(int task, int address) {
        return Boot.images[task][address - BASE] & 0xff;
    }

    static void write(byte[] line, int length) {
        CONSOLE.append(new String(line, 0, length, StandardCharsets.ISO_8859_1)).append('\n');
    }

    static int read(byte[] line) {
        if (TYPED.isEmpty()) return -1;
        byte[] typed = TYPED.remove().getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(typed, 0, line, 0, typed.length);
        return typed.length;
    }

    static void timer() {
        clock++;
    }

    static void halt(int code) {
        halted = code;
    }
}
