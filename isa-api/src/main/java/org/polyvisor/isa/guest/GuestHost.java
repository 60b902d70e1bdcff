package org.polyvisor.isa.guest;

import org.jspecify.annotations.Nullable;

/** What a program of the guest operating system reaches while it runs on the host JVM. What has no counterpart there is refused. */
public interface GuestHost {

    /**
     * {@return the result of a system call}
     *
     * @param number of the call
     * @param a first argument
     * @param b second argument
     * @param c third argument
     */
    int sys(int number, int a, int b, int c);

    /**
     * {@return the result of a system call with a buffer}
     *
     * @param number of the call
     * @param buffer the buffer
     * @param offset of the first element concerned
     * @param length how many elements
     */
    int sys(int number, byte[] buffer, int offset, int length);

    /** Executes the instruction that the program was made with. */
    default void attempt() {
        throw new UnsupportedOperationException("a host JVM executes no instruction of a guest");
    }

    /**
     * {@return a cell}
     *
     * @param width what it holds
     * @param address where
     */
    default int load(Width width, int address) {
        throw new UnsupportedOperationException("storage by address has no form on a host JVM");
    }

    /**
     * Stores a cell.
     *
     * @param width what it holds
     * @param address where
     * @param value what
     */
    default void store(Width width, int address, int value) {
        throw new UnsupportedOperationException("storage by address has no form on a host JVM");
    }

    /**
     * {@return the address of an object}
     *
     * @param reference the object
     */
    default int address(@Nullable Object reference) {
        throw new UnsupportedOperationException("objects have no address on a host JVM");
    }

    /**
     * {@return the array at an address}
     *
     * @param address where
     */
    default byte[] bytesAt(int address) {
        throw new UnsupportedOperationException("objects have no address on a host JVM");
    }

    /**
     * {@return the array at an address}
     *
     * @param address where
     */
    default int[] wordsAt(int address) {
        throw new UnsupportedOperationException("objects have no address on a host JVM");
    }
}
