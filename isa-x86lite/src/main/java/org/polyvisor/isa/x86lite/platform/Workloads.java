package org.polyvisor.isa.x86lite.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
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
        return new ImageFile(name, bytes(name + ".elf"));
    }

    /**
     * {@return a program's file with other words in it}
     *
     * @param name of the workload
     * @param words by physical address, in segments of the file
     */
    public static byte[] file(String name, Map<Integer, Integer> words) {
        ImageFile file = image(name);
        ByteBuffer bytes = ByteBuffer.wrap(bytes(name + ".elf")).order(ByteOrder.LITTLE_ENDIAN);
        try {
            List<LoadSegment> segments = ElfImage.read(file, Integer.MAX_VALUE).segments();
            words.forEach((address, word) -> bytes.putInt(offset(segments, address), word));
        } catch (UsageException e) {
            throw new IllegalStateException("the workload " + name + " cannot be loaded: " + e.getMessage(), e);
        }
        return bytes.array();
    }

    private static int offset(List<LoadSegment> segments, int address) {
        for (LoadSegment s : segments)
            if (address >= s.address() && address < s.address() + s.fileBytes()) return (int) (address - s.address() + s.offset());
        throw new IllegalArgumentException("no segment of the file has address 0x" + Integer.toHexString(address));
    }

    /** {@return a boot sector that starts a program's file which lies in the sectors behind it; its source is boot.S} */
    public static byte[] bootSector() {
        return bytes("boot.bin");
    }

    private static byte[] bytes(String name) {
        try (InputStream in = resource(name)) {
            return in.readAllBytes();
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
