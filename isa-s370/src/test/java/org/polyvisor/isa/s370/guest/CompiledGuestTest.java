package org.polyvisor.isa.s370.guest;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.guest.compiler.ClassSource;
import org.polyvisor.guest.compiler.GuestCompiler;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.guest.compiler.SourceCompiler;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.s370.S370;
import org.polyvisor.testkit.GuestCompilerContract;

@DisplayName("Compiled for System/370")
class CompiledGuestTest extends GuestCompilerContract {
    private final S370 set = new S370();

    @Override
    protected InstructionSet instructionSet() {
        return set;
    }

    @Override
    protected Architecture architecture() {
        try {
            return set.architecture("");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("more constants than a displacement reaches are a mistake of the source")
    void tooManyConstants() throws Exception {
        StringBuilder source = new StringBuilder("final class Big {\n  static int main() {\n    int h = 1;\n");
        for (int i = 0; i < 1100; i++) source.append("    h = h * 31 + ").append(10_000 + i).append(";\n");
        source.append("    return h;\n  }\n}\n");
        ClassSource classes = SourceCompiler.text(Map.of("Big.java", source.toString()));
        GuestCompiler compiler = new GuestCompiler(architecture(), set.guest().orElseThrow(), classes);
        GuestSourceException e = assertThrows(GuestSourceException.class, () -> compiler.program("Big", 0, new byte[0]));
        assertTrue(e.getMessage().matches("Big.java:3: in Big.main: too much for one method: \\d+ constants, and about 1,000 are in reach: split it"),
                e.getMessage());
    }
}
