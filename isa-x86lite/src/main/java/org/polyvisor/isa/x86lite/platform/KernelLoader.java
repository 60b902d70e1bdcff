package org.polyvisor.isa.x86lite.platform;

import static org.polyvisor.isa.x86lite.state.Registers.EAX;
import static org.polyvisor.isa.x86lite.state.Registers.EBX;
import static org.polyvisor.isa.x86lite.state.Registers.FILE;

import java.util.Optional;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;

/**
 * Puts a kernel into memory and the processor at its beginning. The processor is in flat 32-bit protected mode before, with ESP at
 * the end of memory, interrupts disabled and paging off, as both ways to boot want it.
 *
 * @param kernel the kernel's file; without one, what is in memory is executed
 * @param append its command line
 * @param method how it is booted
 */
record KernelLoader(Optional<String> kernel, Optional<String> append, BootMethod method) {

    /**
     * Loads the kernel.
     *
     * @param m the machine
     * @param memory bytes installed
     * @throws UsageException if the kernel cannot be read, is not of a kind that can be booted, or does not fit
     */
    void load(Machine m, long memory) throws UsageException {
        if (kernel.isEmpty()) return;
        load(ImageFile.read(kernel.get()), m, memory);
    }

    /** Loads a kernel that is at hand. */
    void load(ImageFile f, Machine m, long memory) throws UsageException {
        switch (method.resolve(f, append.isPresent())) {
            case MULTIBOOT -> multiboot(f, m, memory);
            case LINUX -> throw new UsageException("--kernel " + f.name() + ": booting Linux (a bzImage, or --append) has not arrived yet:"
                    + " boot an ELF or Multiboot kernel, the latter's command line with --boot multiboot");
            default -> enter(f, ElfImage.read(f, memory), m);
        }
    }

    private void multiboot(ImageFile f, Machine m, long memory) throws UsageException {
        MultibootHeader header = MultibootHeader.find(f)
                .orElseThrow(() -> new UsageException("--kernel " + f.name()
                        + ": no Multiboot 1 header in the first 8,192 bytes: try --boot elf"));
        KernelImage image = header.image(f, memory);
        enter(f, image, m);
        String commandLine = append.map(a -> f.name() + " " + a).orElse(f.name());
        m.set(EAX, MultibootInformation.MAGIC);
        m.set(EBX, new MultibootInformation(memory, commandLine).place(f, image.segments(), m));
    }

    private static void enter(ImageFile f, KernelImage image, Machine m) {
        for (LoadSegment s : image.segments()) s.load(f, m);
        m.set(FILE.pc(), image.entry());
    }
}
