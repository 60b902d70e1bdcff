package org.polyvisor.cli.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.cli.Program;

@DisplayName("polyvisor isa, polyvisor classify")
class IsaTest {
    @TempDir
    private Path directory;

    @Test
    @DisplayName("lists the instruction sets on the module path")
    void list() {
        Program.Answer a = Program.execute("isa", "list");
        assertEquals(0, a.code());
        assertTrue(a.out().contains("x86lite") && a.out().contains("s370"), a::out);
        assertEquals(2, Program.execute("isa", "list", "--json").out().lines().filter(l -> l.startsWith("{\"isa\":\"")).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86lite", "s370"})
    @DisplayName("shows registers, modes, interruptions and instructions")
    void show(String isa) {
        Program.Answer a = Program.execute("isa", "show", isa);
        assertEquals(0, a.code());
        assertTrue(a.out().contains("Registers as users name them") && a.out().contains("MNEMONIC"), a::out);
        Program.Answer json = Program.execute("isa", "show", isa, "--json");
        assertEquals(1, json.out().lines().count());
        assertTrue(json.out().startsWith("{\"isa\":\"" + isa + "\""), json::out);
    }

    @Test
    @DisplayName("says what there is when a name is wrong")
    void unknown() {
        Program.Answer a = Program.execute("isa", "show", "z80");
        assertEquals(2, a.code());
        assertEquals("polyvisor isa show: there is no instruction set 'z80': there are s370, x86lite\n", a.err());
        assertEquals(2, Program.execute("isa", "show", "x86lite", "--cpu", "z80").code());
        assertEquals(2, Program.execute("classify", "z80").code());
        assertEquals(2, Program.execute("isa", "disasm", "x86lite", "absent.bin").code());
        assertEquals(2, Program.execute("isa", "disasm", "x86lite", "pom.xml", "--state", "solid").code());
        assertEquals(2, Program.execute("isa", "disasm", "x86lite", "pom.xml", "--at", "here").code());
    }

    @Test
    @DisplayName("disassembles, and shows as data what is no instruction")
    void disassembles() throws IOException {
        Path file = Files.write(directory.resolve("code.bin"), new byte[] {0x01, (byte) 0xd8, 0x0f, 0x0b, (byte) 0xff, (byte) 0xff,
                (byte) 0xe8});
        String text = Program.execute("isa", "disasm", "x86lite", file.toString(), "--at", "0x1000").out();
        assertTrue(text.startsWith("00001000  01d8 "), text);
        assertTrue(text.contains("add"), text);
        assertTrue(text.lines().toList().getLast().startsWith("00001006  e8 "), text);
    }

    @Test
    @DisplayName("disassembles a large file part by part: no instruction is cut or told twice where one begins")
    void disassemblesParts() throws IOException {
        byte[] code = new byte[200_000]; // MOV EAX,imm32 of five bytes each, no multiple of a part
        for (int i = 0; i < code.length; i += 5) code[i] = (byte) 0xb8;
        Path file = Files.write(directory.resolve("code.bin"), code);
        List<String> lines = Program.execute("isa", "disasm", "x86lite", file.toString()).out().lines().toList();
        assertEquals(code.length / 5, lines.size());
        for (int i = 0; i < lines.size(); i++)
            assertTrue(lines.get(i).startsWith(String.format("%08x  b800000000 ", i * 5)), lines.get(i));
    }

    @Test
    @DisplayName("assembles to raw bytes, and tells mistakes with file and line")
    void assembles() throws IOException {
        Path source = Files.writeString(directory.resolve("p.s"), "P        START X'200'\n         AR    1,2\n         END\n"),
                out = directory.resolve("p.bin");
        assertEquals(new Program.Answer(0, "", ""), Program.execute("isa", "asm", "s370", source.toString(), "-o", out.toString()));
        assertArrayEquals(new byte[] {0x1a, 0x12}, Files.readAllBytes(out));
        Files.writeString(source, "         AR    1\n         XYZ   2\n         AR    99,1\n         AR    1,NONE\n         END\n");
        Program.Answer a = Program.execute("isa", "asm", "s370", source.toString(), "-o", out.toString());
        assertEquals(2, a.code());
        assertEquals(List.of("p.s:1:", "p.s:2:", "p.s:3:", "p.s:4:"),
                a.err().lines().map(l -> l.replaceFirst(".*(p\\.s:\\d+:).*", "$1")).toList(), a::err);
        assertArrayEquals(new byte[] {0x1a, 0x12}, Files.readAllBytes(out), "what was there before is there still");
    }

    @Test
    @DisplayName("finds what cannot be virtualized by trapping, with evidence")
    void classifies() {
        Program.Answer x86 = Program.execute("classify", "x86lite", "--json");
        assertTrue(x86.out().startsWith("{\"isa\":\"x86lite\",\"virtualizable\":false,\"why\":\""), x86::out);
        assertTrue(x86.out().matches("(?s).*\\{\"mnemonic\":\"PUSHF\",\"encoding\":\"[^\"]*\","
                + "\"verdict\":\"sensitive\",\"evidence\":\\[\"[^]]+\\].*"), x86::out);
        assertTrue(x86.out().matches("(?s).*\\{\"mnemonic\":\"HLT\",\"encoding\":\"F4\",\"verdict\":\"privileged\".*"), x86::out);
        Program.Answer s370 = Program.execute("classify", "s370", "--json");
        assertTrue(s370.out().startsWith("{\"isa\":\"s370\",\"virtualizable\":true,\"why\":\""), s370::out);
        assertTrue(s370.out().matches("(?s).*\"conditions\":\\[\"[^]]*STCK[^]]*\\].*"), s370::out);
        assertTrue(s370.out().matches("(?s).*\"conditions\":\\[\"[^]]*MC: [^]]*\\].*"), s370::out);
        assertTrue(Program.execute("classify", "x86lite").out().contains("cannot be virtualized by trap-and-emulate"));
    }
}
