package org.polyvisor.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.Ledger.Cause;

@DisplayName("The ledger of exits")
class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void countsByCauseInAFixedOrder() {
        ledger.add(Cause.REFLECTION);
        ledger.add(Cause.PRIVILEGED);
        ledger.add(Cause.PRIVILEGED);
        ledger.add(Cause.TRANSLATION, 5);
        assertEquals(List.of("translation", "privileged", "reflection"), List.copyOf(ledger.byCause().keySet()));
        assertEquals(2, ledger.count(Cause.PRIVILEGED));
        assertEquals(8, ledger.total());
    }

    @Test
    void timesASampleAndAttributesItToTheLastCause() {
        for (int i = 0; i < 320; i++) {
            ledger.leave();
            ledger.add(i % 2 == 0 ? Cause.PRIVILEGED : Cause.CALL);
            ledger.enter();
        }
        assertTrue(ledger.nanoseconds(Cause.CALL).orElseThrow() > 0);
        assertTrue(ledger.nanoseconds(Cause.INTERCEPTION).isEmpty());
        assertTrue(ledger.nanoseconds(Cause.TRANSLATION).isEmpty(), "what happens in mid-instruction is not timed");
    }
}
