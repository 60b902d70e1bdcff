package org.polyvisor.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.Writer;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.PlatformHost;

@DisplayName("A script at work")
class DialogueTest {
    private final Console.Input device = mock();
    private final PlatformHost host = mock();
    private final HostConsole console = new HostConsole(Writer.nullWriter(), _ -> {});
    private final TreeMap<Long, Runnable> events = new TreeMap<>();
    private long now;

    @BeforeEach
    void time() {
        console.connect(device);
        when(host.rate()).thenReturn(1000L);
        when(host.now()).thenAnswer(_ -> now);
        when(host.schedule(anyLong(), any())).thenAnswer(i -> {
            events.merge(i.getArgument(0), i.getArgument(1), (a, b) -> () -> {
                a.run();
                b.run();
            });
            return (Runnable) () -> {};
        });
    }

    private Dialogue dialogue(String text) throws UsageException {
        Dialogue d = new Dialogue(Script.parse("s", text), console, host);
        pass(0);
        return d;
    }

    /** Lets virtual time pass. */
    private void pass(long instructions) {
        now += instructions;
        while (!events.isEmpty() && events.firstKey() <= now) events.pollFirstEntry().getValue().run();
    }

    @Test
    @DisplayName("sends when what it expects has come, in pieces too, and only then")
    void expects() throws UsageException {
        Dialogue d = dialogue("expect login: \nsend root\nexpect $");
        d.printed("log");
        pass(1);
        verify(device, never()).type(any());
        d.printed("in: ");
        pass(1);
        verify(device).type("root\n");
        assertEquals(Optional.of("s:3: expect $"), d.missing());
        d.printed("$");
        pass(1);
        assertEquals(Optional.empty(), d.missing());
    }

    @Test
    @DisplayName("counts output once: what was before a match is gone")
    void consumes() throws UsageException {
        Dialogue d = dialogue("expect a\nexpect a\nend");
        d.printed("a");
        pass(1);
        assertFalse(d.ended());
        d.printed("a");
        pass(1);
        assertTrue(d.ended());
    }

    @Test
    @DisplayName("matches what was printed during a wait")
    void waits() throws UsageException {
        Dialogue d = dialogue("wait 2\nattention\nexpect x\nsend");
        d.printed("x");
        pass(1999);
        verify(device, never()).attention();
        pass(1);
        InOrder order = inOrder(device);
        order.verify(device).attention();
        order.verify(device).type("\n");
    }

    @Test
    @DisplayName("misses nothing once it has ended the run")
    void ends() throws UsageException {
        Dialogue d = dialogue("end\nexpect never");
        assertTrue(d.ended());
        assertEquals(Optional.empty(), d.missing());
    }
}
