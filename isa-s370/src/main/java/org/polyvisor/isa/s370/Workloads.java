package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Registers.FILE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.Workload;
import org.polyvisor.isa.platform.WorkloadList;

/** The programs to measure with: assembler texts in this module, and what they print on the console at 01F. */
final class Workloads {
    private Workloads() {}

    /** All of them. */
    static List<Workload> all() {
        return WorkloadList.read(resource("workloads.properties"), Workloads::load);
    }

    private static void load(PlatformHost host, String name) throws UsageException {
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
        host.machine().set(FILE.pc(), program.entry().orElseThrow(() -> new IllegalStateException("the workload " + name + " has no entry")));
    }

    private static InputStream resource(String name) {
        InputStream in = Workloads.class.getResourceAsStream("workloads/" + name);
        if (in == null) throw new IllegalStateException("this module lacks its resource " + name);
        return in;
    }
}
