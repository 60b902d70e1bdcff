package org.polyvisor.isa.s370.guest;

import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.s370.S370;
import org.polyvisor.testkit.GuestSystemContract;

@DisplayName("The guest operating system")
class GuestSystemTest extends GuestSystemContract {

    GuestSystemTest() throws UsageException {
        super(new S370());
    }
}
