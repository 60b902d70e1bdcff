package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestSystem;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.Polyvisor;
import org.polyvisor.hypervisor.VirtualProcessor;

/** The same guest on every instruction set, bare and virtual: no injector, nothing but the libraries. */
class LibraryTest {

    @ParameterizedTest
    @ValueSource(strings = {"x86lite", "s370"})
    void runsAGuest(String isa) throws Exception {
        for (String technique : new String[] {"bare", "auto", "hardware-assist"}) {
            StringBuilder printed = new StringBuilder();
            try (BareMachine machine = Polyvisor.builder().isa(isa).technique(technique).console(printed::append).build()) {
                new GuestSystem(machine.set(), machine.architecture()).build(GuestCatalogue.named("sieve")).boot(machine);
                Outcome end = machine.run(Limits.of(1_000_000_000));
                assertTrue(assertInstanceOf(Outcome.Waiting.class, end).ending().normal());
                assertEquals(!technique.equals("bare"), machine.host() instanceof VirtualProcessor v && v.ledger().total() > 0);
            }
            assertTrue(printed.toString().contains("* sieve ended, code 0"), printed::toString);
        }
    }
}
