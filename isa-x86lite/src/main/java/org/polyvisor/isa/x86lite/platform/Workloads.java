package org.polyvisor.isa.x86lite.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.Workload;

/** The programs to measure with: Multiboot kernels in this module, and what they print. */
public final class Workloads {
    private static final String FOLDER = "/org/polyvisor/isa/x86lite/workloads/";
    private static final int WORD = 4;

    private Workloads() {}

    /** {@return all of them} */
    public static List<Workload> all() {
        Properties p = new Properties();
        try (InputStream in = resource("workloads.properties")) {
            p.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int countAddress = Integer.decode(p.getProperty("count.address"));
        return List.of(p.getProperty("workloads").split(" ")).stream()
                .map(name -> new Workload(name, p.getProperty(name + ".description"), version(p, name, name + ".", countAddress),
                        version(p, name, name + ".short.", countAddress))).toList();
    }

    private static Workload.Version version(Properties p, String name, String prefix, int countAddress) {
        int count = Integer.parseInt(p.getProperty(prefix + "count"));
        return new Workload.Version(name + " " + p.getProperty(prefix + "checksum"), host -> load(host, name, countAddress, count));
    }

    private static void load(PlatformHost host, String name, int countAddress, int count) throws UsageException {
        new KernelLoader(Optional.empty(), Optional.empty(), BootMethod.MULTIBOOT).load(image(name), host.machine(), host.storage());
        host.machine().storeAbsolute(countAddress, WORD, count);
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
