package org.polyvisor.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.Ledger.Cause;
import org.polyvisor.hypervisor.engine.Sampling;

@DisplayName("The ledger of exits")
class LedgerTest {
    private final Sampling translations = new Sampling();
    private final Ledger ledger = new Ledger(translations);

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
    void timesASampleOfEachOfSeveralCausesThatTakeTurns() {
        List<Cause> turns = List.of(Cause.PRIVILEGED, Cause.CALL, Cause.INTERCEPTION, Cause.PRIVILEGED);
        for (int i = 0; i < 32 * 100; i++) {
            ledger.leave();
            ledger.add(turns.get(i % turns.size()));
            ledger.enter();
        }
        for (Cause c : turns) assertTrue(ledger.nanoseconds(c).orElseThrow() > 0, c::name);
        assertTrue(ledger.nanoseconds(Cause.REFLECTION).isEmpty());
    }

    @Test
    void takesWhatTranslationsCostFromWhoMakesThem() {
        assertTrue(ledger.nanoseconds(Cause.TRANSLATION).isEmpty());
        translations.add(70);
        translations.add(90);
        assertEquals(80, ledger.nanoseconds(Cause.TRANSLATION).orElseThrow());
    }
}
