package org.polyvisor.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.Workload;

@DisplayName("The choice of competitors")
class OpponentsTest {
    private final InstructionSet one = mock(InstructionSet.class), two = mock(InstructionSet.class);

    private record Fake(String name, Optional<String> missing) implements Competitor {
        @Override
        public Start prepare(Workload w, Workload.Version v, Path directory) {
            return new Start(List.of(), Map.of(), "");
        }
    }

    private final Competitor there = new Fake("there", Optional.empty()), absent = new Fake("absent", Optional.of("there is no absent")),
            other = new Fake("other", Optional.empty());

    @BeforeEach
    void competitors() {
        when(one.competitors()).thenReturn(List.of(there, absent));
        when(two.competitors()).thenReturn(List.of(other));
    }

    @Test
    @DisplayName("takes all that are installed, and says which are not")
    void all() throws UsageException {
        Opponents o = Opponents.of(List.of(one, two), "all");
        assertEquals(List.of(there), o.on(one));
        assertEquals(List.of(other), o.on(two));
        assertEquals(List.of("there", "other"), o.names());
        assertEquals(Optional.of("not installed: absent (there is no absent)"), o.notInstalled());
    }

    @Test
    @DisplayName("takes none, or those that are named")
    void some() throws UsageException {
        assertEquals(List.of(), Opponents.of(List.of(one, two), "none").names());
        Opponents o = Opponents.of(List.of(one, two), "other");
        assertEquals(List.of(), o.on(one));
        assertEquals(List.of(other), o.on(two));
        assertEquals(Optional.empty(), o.notInstalled());
    }

    @Test
    @DisplayName("refuses a name that there is not, and one that is not installed")
    void refuses() {
        assertEquals("--against other,x: there is no competitor 'x': give all, none, or some of there,absent,other",
                assertThrows(UsageException.class, () -> Opponents.of(List.of(one, two), "other,x")).getMessage());
        assertEquals("--against absent: absent (there is no absent): install it, or leave it out",
                assertThrows(UsageException.class, () -> Opponents.of(List.of(one, two), "absent")).getMessage());
        assertEquals("--against : there is no competitor '': give all, none, or some of other",
                assertThrows(UsageException.class, () -> Opponents.of(List.of(two), "")).getMessage());
    }
}
