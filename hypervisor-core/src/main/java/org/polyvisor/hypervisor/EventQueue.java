package org.polyvisor.hypervisor;

import java.util.PriorityQueue;

/** What happens at points of virtual time. Events of one time happen in the order they were scheduled. */
final class EventQueue {

    private static final class Event implements Comparable<Event> {
        final long at;
        final long serial;
        final Runnable action;
        boolean cancelled;

        Event(long at, long serial, Runnable action) {
            this.at = at;
            this.serial = serial;
            this.action = action;
        }

        @Override
        public int compareTo(Event e) {
            return at != e.at ? Long.compare(at, e.at) : Long.compare(serial, e.serial);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long serial;

    Runnable schedule(long at, Runnable action) {
        Event e = new Event(at, serial++, action);
        events.add(e);
        return () -> e.cancelled = true;
    }

    /** When the next event happens, or {@link Long#MAX_VALUE}. */
    long next() {
        while (!events.isEmpty() && events.peek().cancelled) events.remove();
        return events.isEmpty() ? Long.MAX_VALUE : events.peek().at;
    }

    /** Lets everything happen that is due. */
    void advance(long now) {
        while (next() <= now) events.remove().action.run();
    }

    void clear() {
        events.clear();
        serial = 0;
    }
}
