package org.polyvisor.isa.x86lite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.state.Registers;

@DisplayName("The instruction table")
class RowTableTest {
    private static final long SEED = 20260101;
    private static final int PC = 0x1000;

    static Mode mode(Architecture a, int codeSize) {
        Mode m = a.registers().mode(0);
        for (Register r : List.of(Registers.PE, Registers.FLAT)) m = m.with(r, 1);
        for (Register r : List.of(Registers.CS_D, Registers.SS_B)) m = m.with(r, codeSize == 32 ? 1 : 0);
        return m;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "i386", "i486", "pentium,-tsc"})
    @DisplayName("decodes what it encodes, by one row only, in 16-bit and 32-bit code")
    void roundTrip(String processor) throws EncodingException {
        Architecture a = Trial.architecture(processor);
        Random random = new Random(SEED);
        for (int codeSize : new int[] {16, 32}) {
            Mode m = mode(a, codeSize);
            for (Row row : a.rows())
                for (int n = 0; n < 50; n++) {
                    Instruction made = row.format().random(row, PC, m, random);
                    byte[] bytes = row.format().encode(made, m);
                    Code.Fetch fetch = at -> at >= PC && at < PC + bytes.length ? bytes[at - PC] & 0xff : 0;
                    Instruction read = a.decode(fetch, PC, m);
                    String what = row + " " + HexFormat.of().formatHex(bytes) + " seed " + SEED;
                    assertSame(row, read.row(), what);
                    assertEquals(made.arguments(), read.arguments(), what);
                    assertEquals(made.prefixes(), read.prefixes(), what);
                    assertEquals(bytes.length, read.length(), what);
                    assertEquals(1, matching(a, fetch, m), what);
                }
        }
    }

    private static long matching(Architecture a, Code.Fetch fetch, Mode m) {
        Code code = new Code(fetch, PC, m);
        a.encoding().begin(code);
        return a.rows().stream().filter(r -> r.matches(code)).count();
    }

    @Test
    @DisplayName("has the samples that it promises")
    void samples() {
        Architecture a = Trial.architecture("");
        Mode m = mode(a, 32);
        for (Row row : a.rows())
            for (byte[] bytes : row.format().samples(row, m))
                assertSame(row, a.decode(at -> at < bytes.length ? bytes[at] & 0xff : 0, 0, m).row(), row.toString());
    }

    @Test
    @DisplayName("lacks on older processors what they do not have")
    void models() {
        Set<String> i386 = mnemonics("i386"), i486 = mnemonics("i486"), pentium = mnemonics("pentium");
        for (String newer : List.of("BSWAP", "XADD", "CMPXCHG", "INVLPG", "WBINVD", "INVD"))
            assertTrue(!i386.contains(newer) && i486.contains(newer), newer);
        for (String newer : List.of("CPUID", "CMPXCHG8B", "RDTSC", "RDMSR", "WRMSR"))
            assertTrue(!i486.contains(newer) && pentium.contains(newer), newer);
        assertTrue(!pentium.contains("CMOVE") && mnemonics("").contains("CMOVE"), "CMOVE");
        assertTrue(!mnemonics("pentium,-tsc").contains("RDTSC"), "RDTSC");
    }

    private static Set<String> mnemonics(String processor) {
        return Trial.architecture(processor).rows().stream().map(Row::mnemonic).collect(Collectors.toSet());
    }

    @Test
    @DisplayName("is told by a processor's name, and says which there are")
    void processorNames() {
        X86Lite set = new X86Lite();
        assertSame(Trial.architecture("pentium,+cmov"), Trial.architecture("pentium,+cmov"));
        UsageException e = assertThrows(UsageException.class, () -> set.architecture("i586"));
        assertTrue(e.getMessage().contains("pentium") && e.getMessage().contains("i386"), e.getMessage());
        e = assertThrows(UsageException.class, () -> set.architecture("pentium,+mmx"));
        assertTrue(e.getMessage().contains("cmov"), e.getMessage());
        assertThrows(UsageException.class, () -> set.architecture("pentium,cmov"));
    }

    @Test
    @DisplayName("survives random bytes")
    void randomBytes() {
        Architecture a = Trial.architecture("");
        Random random = new Random(SEED);
        for (int codeSize : new int[] {16, 32}) {
            Mode m = mode(a, codeSize);
            for (int n = 0; n < 50_000; n++) {
                byte[] b = new byte[32];
                random.nextBytes(b);
                Instruction i = a.decode(at -> b[at] & 0xff, 0, m);
                a.record(i, m);
                assertTrue(!a.syntax().print(i).isEmpty());
            }
        }
    }
}
