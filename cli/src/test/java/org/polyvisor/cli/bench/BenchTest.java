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
}
