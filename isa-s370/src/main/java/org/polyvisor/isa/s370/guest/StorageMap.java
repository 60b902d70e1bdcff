package org.polyvisor.isa.s370.guest;

/** Where what lies in the two million bytes of storage that a machine has. */
final class StorageMap {
    /** The kernel, from address 0, where the processor expects its program-status words. */
    static final int KERNEL = 0;
    /** The regions of programs. */
    static final int PROGRAMS = 0x8_0000;
    /** Bytes of a region. */
    static final int REGION = 0x2_0000;
    /** Regions: each needs a storage key of its own, and key 0 is the kernel's. */
    static final int SLOTS = 12;
    /** All of it. */
    static final int END = PROGRAMS + SLOTS * REGION;

    /** Bytes of the kernel's stack. */
    static final int STACK = 0x2000;

    /** Above the stack pointer: a place for each register, at four times its number, then the parameters. */
    static final int PARAMETERS = 64;

    private StorageMap() {}
}
