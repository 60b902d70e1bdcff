package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Registers.FILE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.Workload;

/** The programs to measure with: assembler texts in this module, and what they print on the console at 01F. */
final class Workloads {
    private static final int WORD = 4;

    private Workloads() {}

    /** All of them. */
    static List<Workload> all() {
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
        Program program;
        try (InputStream in = resource(name + ".s370")) {
            program = host.architecture().syntax().assemble(host.architecture(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AssemblyException e) {
            throw new UsageException("the workload " + name + " cannot be assembled: " + e.getMessage());
        }
        for (Program.Chunk c : program.chunks())
            for (int i = 0; i < c.bytes().length; i++) host.machine().storeAbsolute(c.address() + i, 1, c.bytes()[i]);
        host.machine().storeAbsolute(countAddress, WORD, count);
        host.machine().set(FILE.pc(), program.entry().orElseThrow(() -> new IllegalStateException("the workload " + name + " has no entry")));
    }

    private static InputStream resource(String name) {
        InputStream in = Workloads.class.getResourceAsStream("workloads/" + name);
        if (in == null) throw new IllegalStateException("this module lacks its resource " + name);
        return in;
    }
}
