package org.polyvisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.Polyvisor;
import org.polyvisor.isa.UsageException;

@DisplayName("Polyvisor as a library")
class LibraryTest {

    @ParameterizedTest
    @ValueSource(strings = {"bare", "binary-translation", "hardware-assist", "auto"})
    @DisplayName("makes and runs a machine in a few lines")
    void runs(String technique) throws UsageException {
        StringBuilder printed = new StringBuilder();
        try (BareMachine m = Polyvisor.builder().isa("x86lite").technique(technique).option("kernel", Program.kernel("hello"))
                .console(printed::append).build()) {
            Outcome end = m.run(Limits.of(1_000_000));
            assertTrue(assertInstanceOf(Outcome.Waiting.class, end).ending().normal());
            assertEquals(254, m.instructions());
        }
        assertEquals("Hello, world\n", printed.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vax", ""})
    @DisplayName("says what there is when a name is wrong")
    void unknown(String isa) {
        UsageException e = assertThrows(UsageException.class, () -> Polyvisor.builder().isa(isa).build());
        assertTrue(e.getMessage().contains("there are s370, x86lite"), e.getMessage());
        assertThrows(UsageException.class, () -> Polyvisor.builder().isa("s370").technique("magic").build());
    }
}
