package org.polyvisor.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.cli.Program;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.platform.Competitor;

@DisplayName("polyvisor bench")
class BenchTest {

    @Test
    @DisplayName("measures a workload on every instruction set, and checks what it prints")
    void measures() {
        Program.Answer a = Program.execute("bench", "crc32", "--brief", "--runs", "2", "--json");
        assertEquals(0, a.code(), a::err);
        for (String line : a.out().lines().toList())
            assertTrue(line.matches("\\{\"isa\":\"[^\"]+\",\"workload\":\"crc32\",\"engine\":\"translator\",\"technique\":\"bare\","
                    + "\"instructions\":\\d+,\"seconds\":[^,]+,\"mips\":[^,]+,"
                    + "\"runs\":\\[[^,]+,[^,]+\\],\"against\":\\[\\]\\}"), line);
    }

    @Test
    @DisplayName("runs a virtual machine in turn with a bare one, and says what its exits cost")
    void pairs() {
        Program.Answer a = Program.execute("bench", "exits", "--brief", "--runs", "2", "--json");
        assertEquals(0, a.code(), a::err);
        List<String> virtual = a.out().lines().filter(l -> !l.contains("\"technique\":\"bare\"")).toList();
        assertTrue(virtual.stream().anyMatch(l -> l.contains("\"technique\":\"hardware-assist\"")), a::out);
        assertTrue(virtual.stream().anyMatch(l -> l.contains("\"technique\":\"binary-translation\"")), a::out);
        for (String line : virtual) {
            assertTrue(line.matches(".*\"against\":\\[\\{\"name\":\"bare\",\"seconds\":[^,]+,\"ratio\":[^,]+\\}\\],\"exits\":\\[.+"), line);
            assertTrue(line.matches(".*\\{\"cause\":\"(privileged|reflection)\",\"count\":\\d+(,\"nanoseconds\":[^,]+)?\\}.*"), line);
        }
        Program.Answer table = Program.execute("bench", "exits", "--brief", "--runs", "1", "--technique", "hardware-assist");
        assertEquals(0, table.code(), table::err);
        assertTrue(table.out().lines().anyMatch(l -> l.matches("ISA +WORKLOAD +ENGINE .* OF BARE .*")), table::out);
        assertTrue(table.out().lines().anyMatch(l -> l.matches("ISA +WORKLOAD +TECHNIQUE +CAUSE +EXITS +NS PER EXIT")), table::out);
    }

    @Test
    @DisplayName("runs both engines in turn: the translator's speed as a multiple of the interpreter's, and geometric means")
    void engines() {
        Program.Answer a = Program.execute("bench", "sieve", "crc32", "--brief", "--runs", "1", "--engine", "both");
        assertEquals(0, a.code(), a::err);
        assertTrue(a.out().lines().findFirst().orElseThrow().matches("ISA .* OF BARE +OF INTERPRETER +RUNS"), a::out);
        List<String> means = a.out().lines().filter(l -> l.contains("geometric mean")).toList();
        assertTrue(means.stream().anyMatch(l -> l.matches("\\S+ +geometric mean +translator +bare +[0-9.,]+ +[0-9.]+")), a::out);
        assertTrue(means.stream().anyMatch(l -> l.matches("\\S+ +geometric mean +interpreter +bare +[0-9.,]+")), a::out);
        Program.Answer json = Program.execute("bench", "crc32", "--brief", "--runs", "1", "--engine", "translator,interpreter", "--json");
        for (String line : json.out().lines().toList())
            assertTrue(line.matches(".*\"engine\":\"interpreter\".*\"against\":\\[\\]\\}|.*\"engine\":\"translator\".*"
                    + "\"against\":\\[\\{\"name\":\"interpreter\",\"seconds\":[^,]+,\"ratio\":[^,]+\\}\\]\\}"), line);
    }

    static List<Arguments> competitors() {
        List<Arguments> all = new ArrayList<>();
        for (InstructionSet s : ServiceLoader.load(InstructionSet.class))
            for (Competitor c : s.competitors()) all.add(Arguments.of(s.name(), Named.of(c.name(), c)));
        return all;
    }

    @ParameterizedTest(name = "{1}, {0}")
    @MethodSource("competitors")
    @DisplayName("runs other emulators in turn, where they are installed, and checks what they print")
    void against(String isa, Competitor c) {
        Assumptions.assumeTrue(c.missing().isEmpty(), () -> c.missing().orElseThrow());
        Program.Answer a = Program.execute("bench", "interp", "--isa", isa, "--brief", "--runs", "1", "--json", "--against",
                c.name());
        assertEquals(0, a.code(), a::err);
        assertEquals(1, a.out().lines().count(), a::out);
        for (String line : a.out().lines().toList())
            assertTrue(line.matches(".*\"against\":\\[\\{\"name\":\"" + c.name() + "\",\"seconds\":[^,]+,\"ratio\":[^,]+\\}\\]\\}"),
                    line);
    }

    @Test
    @DisplayName("says what there is when a name is wrong")
    void unknown() {
        assertEquals(2, Program.execute("bench", "--isa", "z80").code());
        assertEquals(2, Program.execute("bench", "--runs", "0").code());
        Program.Answer competitor = Program.execute("bench", "--against", "vax");
        assertEquals(2, competitor.code());
        assertTrue(competitor.err().matches("polyvisor bench: --against vax: there is no competitor 'vax': give all, none, .*\\n"),
                competitor::err);
        Program.Answer engine = Program.execute("bench", "--engine", "translator,quick");
        assertEquals(2, engine.code());
        assertTrue(engine.err().matches("polyvisor bench: --engine translator,quick: there is no engine 'quick': give .*, both\\n"),
                engine::err);
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
            assertTrue(line.matches("\\{\"workload\":\"crc32\",\"isa\":\"[^\"]+\",\"technique\":\"[^\"]+\",\"engine\":\"(interpreter|translator)\","
                    + "\"instructions\":\\d+,\"codeBytes\":\\d+,\"storageBytes\":\\d+,\"exits\":\\d+,\"seconds\":[^,]+,\"mips\":[^,]+\\}"),
                            line);
        for (String isa : a.out().lines().map(l -> l.replaceFirst(".*\"isa\":\"([^\"]+)\".*", "$1")).distinct().toList())
            assertEquals(1, a.out().lines().filter(l -> l.contains("\"isa\":\"" + isa + "\""))
                    .map(l -> l.replaceFirst(".*\"instructions\":(\\d+),\"codeBytes\":(\\d+),.*", "$1 $2")).distinct().count(), isa);
        assertEquals(2, Program.execute("compare", "dhrystone").code());
    }
}
