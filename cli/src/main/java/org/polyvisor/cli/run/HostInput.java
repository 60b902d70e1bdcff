package org.polyvisor.cli.run;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What the user does, from the thread that reads it to the thread that runs the machine. */
final class HostInput {
    private final Queue<HostEvent> events = new ArrayDeque<>();
    private volatile boolean pending;
    private boolean ended;

    /** Input that has ended already: nobody is there. */
    static HostInput none() {
        HostInput none = new HostInput();
        none.end();
        return none;
    }

    synchronized void add(HostEvent e) {
        events.add(e);
        pending = true;
        notifyAll();
    }

    /** There will be no more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Whether {@link #take} has something to give. */
    boolean pending() {
        return pending;
    }

    synchronized @Nullable HostEvent take() {
        HostEvent e = events.poll();
        pending = !events.isEmpty();
        return e;
    }

    /** Whether everything was taken and nothing more will come. */
    synchronized boolean ended() {
        return ended && events.isEmpty();
    }

    /**
     * Waits for something to take, or for the end.
     *
     * @param milliseconds how long at most
     */
    synchronized void await(long milliseconds) {
        try {
            if (events.isEmpty() && !ended) wait(milliseconds);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            end();
        }
    }
}
