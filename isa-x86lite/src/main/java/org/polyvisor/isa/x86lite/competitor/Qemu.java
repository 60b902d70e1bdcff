package org.polyvisor.isa.x86lite.competitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.InstalledProgram;
import org.polyvisor.isa.platform.Workload;
import org.polyvisor.isa.x86lite.platform.Workloads;

/**
 * QEMU's emulator of a PC, which translates code (TCG), and boots Multiboot kernels itself; QEMU System Emulation User's Guide,
 * "Invocation".
 */
public final class Qemu implements Competitor {
    private static final String PROGRAM = "qemu-system-i386";

    private final String name;
    private final List<String> options;

    /**
     * One way to run it.
     *
     * @param name of this way
     * @param options for it, beside those that boot a workload
     */
    public Qemu(String name, String... options) {
        this.name = name;
        this.options = List.of(options);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return InstalledProgram.missing(PROGRAM);
    }

    @Override
    public Start prepare(Workload w, Workload.Version v, Path directory) throws IOException {
        Files.write(directory.resolve("kernel.elf"), Workloads.file(w.name(), v.words()));
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-accel", "tcg", "-m", "16", "-kernel", "kernel.elf", "-serial", "stdio",
                "-display", "none", "-monitor", "none", "-no-reboot"));
        command.addAll(options);
        return new Start(command, Map.of(), "");
    }
}
