package org.polyvisor.hypervisor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.polyvisor.hypervisor.BareMachine.Delivery;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.platform.Platform;

/**
 * The interruptions of a machine: which lines have a request, and how what interrupts is delivered, as the architecture says, down to
 * interruptions of the delivery itself.
 */
final class Interruptions {
    private static final int MOST_DELIVERIES = 1_000;

    private final InstructionSet set;
    private final Architecture architecture;
    private final Processor processor;
    private final Map<String, Long> delivered = new LinkedHashMap<>();
    private Consumer<Delivery> observer = _ -> {};
    private long requested;
    /** Delivered since an instruction completed. */
    private int deliveries;

    Interruptions(InstructionSet set, Architecture architecture, Processor processor) {
        this.set = set;
        this.architecture = architecture;
        this.processor = processor;
    }

    void clear() {
        delivered.clear();
        requested = 0;
        deliveries = 0;
    }

    void observe(Consumer<Delivery> o) {
        observer = o;
    }

    /** How many were delivered, by class. */
    Map<String, Long> delivered() {
        return delivered;
    }

    // ---- lines

    void request(int line) {
        requested |= 1L << line;
        tell();
    }

    void withdraw(int line) {
        requested &= ~(1L << line);
        tell();
    }

    /** Tells the processor which lines have a request. */
    void tell() {
        processor.requested(requested);
    }

    /** Whether a line with a request is open. */
    boolean pending() {
        return (requested & processor.open()) != 0;
    }

    /** The open line with a request that has priority interrupts. */
    Outcome accept(Platform platform, Limits limits) {
        int line = Long.numberOfTrailingZeros(requested & processor.open());
        withdraw(line);
        Interruption i = platform.accept(line);
        return i == null ? null : interrupt(i, processor.pc(), processor.pc(), processor.pc(), limits);
    }

    // ---- what a run ended with

    /** Delivers what a run ended with that completed so many instructions; null: the machine runs on. */
    Outcome after(Exit e, long completed, Limits limits) {
        if (completed > (revocable(e) ? 1 : 0)) deliveries = 0;
        return switch (e) {
            case Exit.Budget _, Exit.Attention _, Exit.Waiting _ -> null;
            case Exit.Trap t -> interrupt(t.why(), t.pc(), t.pc(), set.savedAddress(t), limits);
            case Exit.Completed c -> interrupt(c.why(), c.pc(), revocable(c) ? c.at() : c.pc(), c.pc(), limits);
        };
    }

    /** Whether an instruction completed that is as if it had not where the interruption that it asks for cannot be delivered. */
    private boolean revocable(Exit e) {
        return e instanceof Exit.Completed c && architecture.supervision().revocable(c.why());
    }

    /** Delivers an interruption, and those that its delivery causes. {@code again} is where the program goes on after those. */
    private Outcome interrupt(Interruption why, int resume, int again, int saved, Limits limits) {
        if (limits.intercept().contains(why.type().name())) return new Outcome.Intercepted(why, saved);
        delivered.merge(why.type().name(), 1L, Long::sum);
        observer.accept(new Delivery(processor.now(), resume, why));
        if (++deliveries > MOST_DELIVERIES) return new Outcome.Stopped("1,000 interruptions without a completed instruction");
        Interruption first = why;
        int from = resume;
        for (int depth = 0; depth < 4; depth++) {
            Interruption second = processor.deliver(first, from);
            if (second == null) {
                if (depth == 0 && again != resume) deliveries = 0;
                return null;
            }
            if (depth == 0 && again != resume) {
                processor.clock(processor.retired() - 1, processor.waited());
                processor.set(architecture.registers().pc(), again);
            }
            first = architecture.supervision().escalate(first, second);
            from = again;
            if (first == null) return new Outcome.Shutdown();
            if (limits.intercept().contains(first.type().name())) return new Outcome.Intercepted(first, from);
        }
        return new Outcome.Stopped("interruptions of interruptions without end");
    }
}
