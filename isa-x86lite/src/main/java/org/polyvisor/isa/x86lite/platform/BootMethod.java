package org.polyvisor.isa.x86lite.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.polyvisor.isa.UsageException;

/** How a kernel gets into memory and is entered. */
enum BootMethod {
    /** Whatever the kernel's file says. */
    AUTO,
    /** ELF32 at physical addresses. */
    ELF,
    /** Multiboot 1. */
    MULTIBOOT,
    /** The 32-bit boot protocol of Linux. */
    LINUX,
    /** The boot sector of a disk. */
    DISK;

    private static final int SIGNATURE_AT = 0x1fe, HEADER_AT = 0x202;

    /**
     * {@return the method that users name}
     *
     * @param name as they write it
     * @throws UsageException if there is none of that name
     */
    static BootMethod named(String name) throws UsageException {
        for (BootMethod m : values()) if (m.toString().equals(name)) return m;
        throw new UsageException("--boot " + name + ": there are "
                + Arrays.stream(values()).map(BootMethod::toString).collect(Collectors.joining(", ")));
    }

    /**
     * {@return the method for a kernel's file}
     *
     * @param f the file
     * @param linuxOptions whether options are given that Linux alone takes
     */
    BootMethod resolve(ImageFile f, boolean linuxOptions) {
        if (this != AUTO) return this;
        if (linuxOptions || isLinux(f)) return LINUX;
        return MultibootHeader.find(f).isPresent() ? MULTIBOOT : ELF;
    }

    /** The boot signature, and the header of protocol 2.00 or later; Linux, Documentation/arch/x86/boot.rst. */
    private static boolean isLinux(ImageFile f) {
        return f.length() >= HEADER_AT + 4 && f.half(SIGNATURE_AT) == 0xaa55 && f.word(HEADER_AT) == 0x53726448L;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
