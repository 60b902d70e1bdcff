package org.polyvisor.isa.x86lite.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.Workload;
import org.polyvisor.isa.platform.WorkloadList;

/** The programs to measure with: Multiboot kernels in this module, and what they print. */
public final class Workloads {
    private static final String FOLDER = "/org/polyvisor/isa/x86lite/workloads/";

    private Workloads() {}

    /** {@return all of them} */
    public static List<Workload> all() {
        return WorkloadList.read(resource("workloads.properties"), Workloads::load);
    }

    private static void load(PlatformHost host, String name) throws UsageException {
        new KernelLoader(Optional.empty(), Optional.empty(), BootMethod.MULTIBOOT).load(image(name), host.machine(), host.storage());
    }

    private static ImageFile image(String name) {
        try (InputStream in = resource(name + ".elf")) {
            return new ImageFile(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = Workloads.class.getResourceAsStream(FOLDER + name);
        if (in == null) throw new IllegalStateException("this module lacks its resource " + name);
        return in;
    }
}
