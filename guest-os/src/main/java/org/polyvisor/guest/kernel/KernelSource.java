package org.polyvisor.guest.kernel;

/** Where the classes of the kernel are found. It is no part of the kernel. */
public final class KernelSource {
    private KernelSource() {}
}
