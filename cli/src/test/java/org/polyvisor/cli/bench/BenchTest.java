package org.polyvisor.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.cli.Program;

@DisplayName("polyvisor bench")
class BenchTest {

    @Test
    @DisplayName("measures a workload on every instruction set, and checks what it prints")
    void measures() {
        Program.Answer a = Program.execute("bench", "crc32", "--brief", "--runs", "2", "--json");
        assertEquals(0, a.code(), a::err);
        for (String line : a.out().lines().toList())
            assertTrue(line.matches("\\{\"isa\":\"[^\"]+\",\"workload\":\"crc32\",\"engine\":\"interpreter\",\"technique\":\"bare\","
                    + "\"instructions\":\\d+,\"seconds\":[^,]+,\"mips\":[^,]+,"
                    + "\"runs\":\\[[^,]+,[^,]+\\],\"against\":\\[\\]\\}"), line);
    }

    @Test
    @DisplayName("says what there is when a name is wrong")
    void unknown() {
        assertEquals(2, Program.execute("bench", "--isa", "z80").code());
        assertEquals(2, Program.execute("bench", "--runs", "0").code());
        Program.Answer a = Program.execute("bench", "dhrystone");
        assertEquals(2, a.code());
        assertTrue(a.err().contains("there is no workload 'dhrystone': there are sieve, crc32"), a::err);
    }

    @Test
    @DisplayName("compares a workload over instruction sets and techniques: the same instructions everywhere on one set")
    void compares() {
        Program.Answer a = Program.execute("compare", "crc32", "--brief", "--json");
        assertEquals(0, a.code(), a::err);
        assertTrue(a.out().lines().filter(l -> l.contains("\"technique\":\"hardware-assist\"")).count() >= 1, a::out);
        for (String line : a.out().lines().toList())
            assertTrue(line.matches("\\{\"workload\":\"crc32\",\"isa\":\"[^\"]+\",\"technique\":\"[^\"]+\",\"engine\":\"interpreter\","
                    + "\"instructions\":\\d+,\"codeBytes\":\\d+,\"storageBytes\":\\d+,\"exits\":\\d+,\"seconds\":[^,]+,\"mips\":[^,]+\\}"),
                            line);
        for (String isa : a.out().lines().map(l -> l.replaceFirst(".*\"isa\":\"([^\"]+)\".*", "$1")).distinct().toList())
            assertEquals(1, a.out().lines().filter(l -> l.contains("\"isa\":\"" + isa + "\""))
                    .map(l -> l.replaceFirst(".*\"instructions\":(\\d+),\"codeBytes\":(\\d+),.*", "$1 $2")).distinct().count(), isa);
        assertEquals(2, Program.execute("compare", "dhrystone").code());
    }
}
