package org.polyvisor.isa.x86lite.competitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.InstalledProgram;
import org.polyvisor.isa.platform.Workload;
import org.polyvisor.isa.x86lite.platform.Workloads;

/**
 * Bochs, an interpreter; Bochs User Manual, "The configuration file bochsrc". It has no Multiboot loader: the program lies on a diskette
 * behind a boot sector that starts it. Its serial port sends to standard error, at the speed of the line.
 */
public final class Bochs implements Competitor {
    private static final List<String> PROGRAMS = List.of("bochs-bin", "bochs"); // where both are there, the second asks for a terminal
    private static final List<Path> BIOS = List.of(Path.of("/usr/share/seabios/bios.bin"), Path.of("/usr/share/bochs/BIOS-bochs-latest"),
            Path.of("/usr/local/share/bochs/BIOS-bochs-latest"), Path.of("/opt/homebrew/share/bochs/BIOS-bochs-latest"));
    private static final List<String> VIDEO_BIOS = List.of("vgabios-isavga.bin", "VGABIOS-lgpl-latest");
    private static final int DISKETTE = 2880 * 512;
    private static final long END_OF_BIOS = 1L << 32;
    private static final String CONFIGURATION = """
            config_interface: textconfig
            display_library: rfb, options="timeout=0"
            romimage: file=%s, address=0x%x
            vgaromimage: file=%s
            cpu: model=pentium, ips=400000000
            megs: 16
            floppya: 1_44=diskette, status=inserted
            boot: floppy
            com1: enabled=1, mode=file, dev=/dev/stderr
            log: bochs.log
            clock: sync=none
            sound: driver=dummy
            """;

    /** Makes it. */
    public Bochs() {}

    @Override
    public String name() {
        return "bochs";
    }

    @Override
    public Optional<String> missing() {
        if (program().isEmpty()) return InstalledProgram.missing(PROGRAMS.getLast());
        if (bios().isEmpty()) return Optional.of("there is no BIOS image for it, such as " + BIOS.getFirst());
        return videoBios(bios().get()).isPresent() ? Optional.empty() : Optional.of("there is no VGA BIOS image beside " + bios().get());
    }

    private static Optional<String> program() {
        return PROGRAMS.stream().filter(p -> InstalledProgram.find(p).isPresent()).findFirst();
    }

    private static Optional<Path> bios() {
        return BIOS.stream().filter(Files::isReadable).findFirst();
    }

    private static Optional<Path> videoBios(Path bios) {
        return VIDEO_BIOS.stream().map(bios::resolveSibling).filter(Files::isReadable).findFirst();
    }

    /** The full version: it runs some hundreds of millions of instructions a second, and needs no warming up. */
    @Override
    public Workload.Version version(Workload w) {
        return w.full();
    }

    @Override
    public Start prepare(Workload w, Workload.Version v, Path directory) throws IOException {
        byte[] sector = Workloads.bootSector(), file = Workloads.file(w.name(), v.words());
        byte[] diskette = Arrays.copyOf(sector, DISKETTE);
        System.arraycopy(file, 0, diskette, sector.length, file.length);
        Files.write(directory.resolve("diskette"), diskette);
        Path bios = bios().orElseThrow();
        Files.writeString(directory.resolve("bochsrc"), CONFIGURATION.formatted(bios, END_OF_BIOS - Files.size(bios),
                videoBios(bios).orElseThrow()));
        return new Start(List.of(program().orElseThrow(), "-q", "-f", "bochsrc"), Map.of(), "c\n"); // "continue", where it has a debugger
    }
}
