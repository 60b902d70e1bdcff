package org.polyvisor.hypervisor;

import java.util.PriorityQueue;

/** What happens at points of virtual time. Events of one time happen in the order they were scheduled. */
final class EventQueue {

    private static final class Event implements Comparable<Event> {
        final long at;
        final long serial;
        final long lines;
        final Runnable action;
        boolean cancelled;

        Event(long at, long serial, long lines, Runnable action) {
            this.at = at;
            this.serial = serial;
            this.lines = lines;
            this.action = action;
        }

        @Override
        public int compareTo(Event e) {
            return at != e.at ? Long.compare(at, e.at) : Long.compare(serial, e.serial);
        }
    }

    static final long ANY = -1;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long serial;

    /** {@code lines}: those on which it may come to a request; {@link #ANY}: nobody knows. */
    Runnable schedule(long at, long lines, Runnable action) {
        Event e = new Event(at, serial++, lines, action);
        events.add(e);
        return () -> e.cancelled = true;
    }

    /** Whether anything scheduled may end a wait in which these lines are open. */
    boolean mayEnd(long open) {
        for (Event e : events) if (!e.cancelled && (e.lines == ANY || (e.lines & open) != 0)) return true;
        return false;
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
