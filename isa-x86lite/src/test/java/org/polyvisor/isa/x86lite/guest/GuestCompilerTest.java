package org.polyvisor.isa.x86lite.guest;

import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.x86lite.X86Lite;
import org.polyvisor.testkit.GuestCompilerContract;

@DisplayName("Guests compiled for IA-32")
class GuestCompilerTest extends GuestCompilerContract {
    private final X86Lite set = new X86Lite();

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
