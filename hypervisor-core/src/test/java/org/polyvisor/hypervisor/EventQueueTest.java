package org.polyvisor.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Events of virtual time")
class EventQueueTest {
    private final EventQueue queue = new EventQueue();
    private final List<String> happened = new ArrayList<>();

    private Runnable at(long time, String what) {
        return queue.schedule(time, EventQueue.ANY, () -> happened.add(what));
    }

    @Test
    void happenInOrderOfTimeAndThenInOrderOfScheduling() {
        at(20, "d");
        at(10, "a");
        at(10, "b");
        at(15, "c");
        assertEquals(10, queue.next());
        queue.advance(9);
        assertEquals(List.of(), happened);
        queue.advance(15);
        assertEquals(List.of("a", "b", "c"), happened);
        assertEquals(20, queue.next());
        queue.advance(1000);
        assertEquals(Long.MAX_VALUE, queue.next());
    }

    @Test
    void thatAreCancelledDoNotHappenAndHoldNobodyUp() {
        Runnable cancel = at(10, "a");
        at(20, "b");
        cancel.run();
        assertEquals(20, queue.next());
        queue.advance(30);
        assertEquals(List.of("b"), happened);
    }

    @Test
    void mayScheduleOthersThatAreDueAtOnce() {
        queue.schedule(5, EventQueue.ANY, () -> {
            happened.add("first");
            at(5, "second");
            at(6, "third");
        });
        queue.advance(5);
        assertEquals(List.of("first", "second"), happened);
    }

    @Test
    void endAWaitOnlyOnLinesThatAreOpen() {
        assertFalse(queue.mayEnd(-1));
        Runnable cancel = queue.schedule(5, 0b100, () -> {});
        assertFalse(queue.mayEnd(0b011));
        assertTrue(queue.mayEnd(0b110));
        Runnable any = at(7, "anything");
        assertTrue(queue.mayEnd(0), "what is scheduled without a line may end any wait");
        any.run();
        cancel.run();
        assertFalse(queue.mayEnd(-1));
    }
}
