package org.polyvisor.isa.s370.competitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.InstalledProgram;
import org.polyvisor.isa.platform.Workload;
import org.polyvisor.isa.s370.Workloads;

/**
 * Hercules, an interpreter; Hercules User Reference Guide, "The configuration file" and "The run-commands file". Storage is loaded with
 * the program, which a restart begins; its 1052 prints on standard output.
 */
public final class Hercules implements Competitor {
    private static final String CONFIGURATION = """
            ARCHMODE S/370
            CPUSERIAL 000001
            CPUMODEL 0158
            MAINSIZE 2
            NUMCPU 1
            OSTAILOR QUIET
            PANRATE SLOW
            CPUPRIO 0
            CNSLPORT 0
            DIAG8CMD DISABLE
            001F 1052-C
            """;
    private static final String COMMANDS = """
            loadcore storage 0
            restart
            """;

    private final Architecture architecture;

    /**
     * Makes it.
     *
     * @param architecture a System/370, for which the programs are assembled
     */
    public Hercules(Architecture architecture) {
        this.architecture = architecture;
    }

    @Override
    public String name() {
        return "hercules";
    }

    @Override
    public Optional<String> missing() {
        return InstalledProgram.missing("hercules");
    }

    /** The full version: it runs some hundreds of millions of instructions a second, and needs no warming up. */
    @Override
    public Workload.Version version(Workload w) {
        return w.full();
    }

    @Override
    public Start prepare(Workload w, Workload.Version v, Path directory) throws IOException {
        Files.write(directory.resolve("storage"), Workloads.image(architecture, w.name(), v.words()));
        Files.writeString(directory.resolve("hercules.cnf"), CONFIGURATION);
        Files.writeString(directory.resolve("hercules.rc"), COMMANDS);
        return new Start(List.of("hercules", "-d", "-f", "hercules.cnf"), Map.of("HERCULES_RC", "hercules.rc"), "");
    }
}
