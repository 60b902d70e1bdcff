package org.polyvisor.isa.x86lite.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.X86Lite;
import org.polyvisor.isa.x86lite.state.Registers;

@DisplayName("The Intel-syntax assembler")
class AssemblerTest {
    private static final int AT = 0x1000;

    private static Architecture pentium() {
        try {
            return new X86Lite().architecture("");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(String... lines) throws AssemblyException {
        return HexFormat.of().formatHex(pentium().syntax().assemble(pentium(), String.join("\n", lines)).image());
    }

    /** Bytes as GNU as 2.40 makes them with {@code .intel_syntax noprefix}. */
    @Test
    void assemblesWhatPeopleWrite() throws AssemblyException {
        assertEquals("b805000000", hex("mov eax, 5"));
        assertEquals("89448b10", hex("mov dword ptr [ebx+ecx*4+0x10], eax"));
        assertEquals("803e00", hex("cmp byte [esi], 0"));
        assertEquals("f3a5", hex("rep movsd"));
        assertEquals("f0830701", hex("lock add dword ptr [edi], 1"));
        assertEquals("0fb606", hex("movzx eax, byte ptr [esi]"));
        assertEquals("8d7c80ff", hex("lea edi, [eax+eax*4-1]"));
        assertEquals("cd80", hex("int 0x80"));
        assertEquals("d3e0", hex("shl eax, cl"));
        assertEquals("66b80100", hex("mov ax, 1"));
        assertEquals("7502" + "eb00" + "c3", hex("jnz there", "jmp there", "there: ret"));
    }

    @Test
    void jumpsGrowUntilTheyReach() throws AssemblyException {
        assertEquals("e9c8000000", hex("jmp far_away", ".fill 200, 1, 0x90", "far_away: nop").substring(0, 10));
        assertEquals("0f84c8000000", hex("je far_away", ".fill 200, 1, 0x90", "far_away: nop").substring(0, 12));
    }

    @Test
    void countsEveryMistakeWithItsLine() {
        AssemblyException e = assertThrows(AssemblyException.class, () -> hex("mov eax", "frob eax, 1", "inc [eax]", "nop", "jmp nowhere"));
        assertEquals(List.of(1, 2, 3, 5), e.diagnostics().stream().map(d -> d.line()).toList());
    }

    @Test
    @DisplayName("assembles what the disassembler prints to the same instruction")
    void roundTrip() throws AssemblyException, EncodingException {
        Architecture a = pentium();
        Mode mode = a.registers().mode(0).with(Registers.CS_D, 1).with(Registers.PE, 1);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        int canonical = 0, all = 0;
        for (int n = 0; n < 20; n++)
            for (Row row : a.rows()) {
                Instruction i = row.format().random(row, AT, mode, random);
                byte[] bytes = row.format().encode(i, mode);
                String text = print(a, bytes, mode);
                byte[] again = a.syntax().assemble(a, ".org " + AT + "\n" + text).image();
                all++;
                if (java.util.Arrays.equals(bytes, again)) canonical++;
                else assertEquals(plain(text), plain(print(a, again, mode)), row + ": " + text + " became " + HexFormat.of().formatHex(again));
            }
        assertEquals(true, canonical * 10 >= all * 8, canonical + " of " + all + " encodings came back byte for byte");
    }

    /** Without what tells encodings of one instruction apart: how a shift by 1 is encoded, whether an address or a jump is short. */
    private static String plain(String text) {
        return text.replace(",0x1", ",1").replace("data16 jmp", "jmpw").replace("WORD PTR ds:", "ds:").replace("BYTE PTR ds:", "ds:").replace("Dds:", "ds:");
    }

    private static String print(Architecture a, byte[] bytes, Mode mode) {
        return a.syntax().print(a.decode(x -> x - AT < bytes.length ? bytes[x - AT] & 0xff : 0, AT, mode));
    }
}
