package org.polyvisor.isa.s370.guest;

import org.junit.jupiter.api.DisplayName;
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
}
