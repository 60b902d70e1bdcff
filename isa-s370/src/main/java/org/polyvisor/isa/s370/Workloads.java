package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Registers.FILE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.Workload;
import org.polyvisor.isa.platform.WorkloadList;

/** The programs to measure with: assembler texts in this module, and what they print on the console at 01F. */
public final class Workloads {
    private Workloads() {}

    /** All of them. */
    static List<Workload> all() {
        return WorkloadList.read(resource("workloads.properties"), Workloads::load);
    }

    private static void load(PlatformHost host, String name) throws UsageException {
        Program program = program(host.architecture(), name);
        for (Program.Chunk c : program.chunks())
            for (int i = 0; i < c.bytes().length; i++) host.machine().storeAbsolute(c.address() + i, 1, c.bytes()[i]);
        host.machine().set(FILE.pc(), program.entry().orElseThrow(() -> new IllegalStateException("the workload " + name + " has no entry")));
    }

    private static Program program(Architecture a, String name) throws UsageException {
        try (InputStream in = resource(name + ".s370")) {
            return a.syntax().assemble(a, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AssemblyException e) {
            throw new UsageException("the workload " + name + " cannot be assembled: " + e.getMessage());
        }
    }

    /**
     * {@return storage from location 0 with a program that a restart begins}
     *
     * @param a its architecture
     * @param name of the workload
     * @param words by absolute address, other ones than in its text
     */
    public static byte[] image(Architecture a, String name, Map<Integer, Integer> words) {
        try {
            Program program = program(a, name);
            if (program.origin() != 0) throw new IllegalStateException("the workload " + name + " has no restart new PSW");
            byte[] image = program.image();
            words.forEach(ByteBuffer.wrap(image)::putInt);
            return image;
        } catch (UsageException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = Workloads.class.getResourceAsStream("workloads/" + name);
        if (in == null) throw new IllegalStateException("this module lacks its resource " + name);
        return in;
    }
}
