package org.polyvisor.isa.x86lite.guest;

import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.x86lite.X86Lite;
import org.polyvisor.testkit.GuestSystemContract;

@DisplayName("The guest operating system")
class GuestSystemTest extends GuestSystemContract {

    GuestSystemTest() throws UsageException {
        super(new X86Lite());
    }
}
