package org.polyvisor.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.cli.Program;

@DisplayName("polyvisor demo")
class DemoTest {
    @TempDir
    private Path directory;

    @Test
    @DisplayName("runs machines side by side, shows what they print, a table, and where the report is")
    void demonstrates() throws IOException {
        Path report = directory.resolve("report.html");
        Program.Answer a = Program.execute("demo", "--brief", "--report", report.toString());
        assertEquals(0, a.code(), a::err);
        for (String isa : List.of("s370", "x86lite")) {
            for (int n = 1; n <= 3; n++) {
                String name = "[" + isa + "-" + n + "] ";
                assertTrue(a.out().contains(name + "hello: hello, world"), a::out);
                assertTrue(a.out().contains(name + "* vandal abend: protection at Vandal.main"), a::out);
            }
            assertTrue(a.out().contains("[" + isa + "-rogue] has come to its end"), a::out);
        }
        assertEquals(6, a.out().lines().filter(l -> l.endsWith("as expected")).count(), a::out);
        assertEquals(2, a.out().lines().filter(l -> l.contains(" contained, begun ")).count(), a::out);
        assertTrue(a.out().contains("The report is in " + report), a::out);
        assertTrue(Files.readString(report).contains("x86lite-2"), "the report names the machines");
    }

    @Test
    @DisplayName("says where the report cannot be written, before it runs anything")
    void unwritable() {
        Program.Answer a = Program.execute("demo", "--brief", "--report", directory.resolve("absent/report.html").toString());
        assertEquals(2, a.code());
        assertTrue(a.err().contains("its directory does not exist"), a::err);
        assertEquals("", a.out());
    }

    @Test
    @DisplayName("has a line of JSON for each row of its table")
    void json() {
        Program.Answer a = Program.execute("demo", "--brief", "--json", "--report", directory.resolve("report.html").toString());
        assertEquals(0, a.code(), a::err);
        for (String machine : new String[] {"s370-1", "x86lite-3", "s370-rogue", "x86lite-rogue"})
            assertEquals(1, a.out().lines().filter(l -> l.startsWith("{\"machine\":\"" + machine + "\"")).count(), a::out);
    }
}
