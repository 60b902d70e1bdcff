package org.polyvisor.isa.guest;

import java.nio.charset.StandardCharsets;

/**
 * What programs and the kernel of the guest operating system call beside methods of their own. The compiler knows these methods; on the
 * host JVM, where the same classes run as the compiler's oracle, programs reach the {@link GuestHost} that runs them.
 */
public final class Guest {
    private static final ScopedValue<GuestHost> HOST = ScopedValue.newInstance();

    private Guest() {}

    /**
     * Runs a program on the host JVM.
     *
     * @param host what it reaches
     * @param program the program
     */
    public static void onHost(GuestHost host, Runnable program) {
        ScopedValue.where(HOST, host).run(program);
    }

    // ---- programs

    /**
     * {@return the characters of a literal, a byte each, in ISO 8859-1}
     *
     * @param literal a string literal
     */
    public static byte[] text(String literal) {
        return literal.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Calls the system. A hook of the port.
     *
     * @param number of the call
     * @param a first argument
     * @param b second argument
     * @param c third argument
     * @return its result
     */
    public static int sys(int number, int a, int b, int c) {
        return HOST.get().sys(number, a, b, c);
    }

    /**
     * Calls the system with a buffer. The same hook.
     *
     * @param number of the call
     * @param buffer passed by reference
     * @param offset of the first element concerned
     * @param length how many elements
     * @return its result
     */
    public static int sys(int number, byte[] buffer, int offset, int length) {
        return HOST.get().sys(number, buffer, offset, length);
    }

    /** Executes the instruction that the program's image was made with; in the normal case one that only the supervisor may execute. */
    public static void attempt() {
        HOST.get().attempt();
    }

    // ---- storage by address: for the kernel, and for programs that try what they must not

    /**
     * {@return the word at an address}
     *
     * @param address of a word
     */
    public static int loadWord(int address) {
        return HOST.get().load(Width.WORD, address);
    }

    /**
     * {@return the byte at an address, zero-extended}
     *
     * @param address of a byte
     */
    public static int loadByte(int address) {
        return HOST.get().load(Width.UNSIGNED_BYTE, address);
    }

    /**
     * Stores a word.
     *
     * @param address of a word
     * @param value what
     */
    public static void storeWord(int address, int value) {
        HOST.get().store(Width.WORD, address, value);
    }

    /**
     * Stores a byte.
     *
     * @param address of a byte
     * @param value its low eight bits
     */
    public static void storeByte(int address, int value) {
        HOST.get().store(Width.BYTE, address, value);
    }

    /**
     * {@return the address of an object, an array, or null: 0}
     *
     * @param reference the object
     */
    public static int address(@org.jspecify.annotations.Nullable Object reference) {
        return HOST.get().address(reference);
    }

    /**
     * {@return the array at an address}
     *
     * @param address of the word with its length
     */
    public static byte[] bytesAt(int address) {
        return HOST.get().bytesAt(address);
    }

    /**
     * {@return the array at an address}
     *
     * @param address of the word with its length
     */
    public static int[] wordsAt(int address) {
        return HOST.get().wordsAt(address);
    }
}
