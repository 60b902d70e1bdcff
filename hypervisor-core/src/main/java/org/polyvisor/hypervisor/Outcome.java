package org.polyvisor.hypervisor;

import org.polyvisor.isa.Exit;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.platform.Platform;

/** Why a machine stopped running. */
public sealed interface Outcome {

    /** As many instructions were completed as were allowed. */
    record Budget() implements Outcome {}

    /** The next instruction is at a stop address. */
    record Stop() implements Outcome {}

    /**
     * The processor waits, and nothing that is scheduled can end that.
     *
     * @param ending how the platform sees it; null if input from outside might end it
     */
    record Waiting(Platform.Ending ending) implements Outcome {}

    /**
     * The processor stopped: it can go on only when it is reset.
     *
     * @param why a few words
     */
    record Stopped(String why) implements Outcome {}

    /** An interruption could not be delivered, nor those that this caused: the processor shut down. */
    record Shutdown() implements Outcome {}

    /**
     * An interruption of an intercepted class; it was not delivered.
     *
     * @param why the interruption
     * @param pc address that the interrupted program's saved state would show
     */
    record Intercepted(Interruption why, int pc) implements Outcome {}

    /** The caller asked to end. */
    record Interrupted() implements Outcome {}

    /**
     * {@return the outcome of an exit that a machine without devices cannot go on from}
     *
     * @param e the exit
     */
    static Outcome of(Exit e) {
        return switch (e) {
            case Exit.Budget _, Exit.Attention _ -> new Budget();
            case Exit.Waiting _ -> new Waiting(null);
            case Exit.Trap t -> new Intercepted(t.why(), t.pc());
            case Exit.Completed c -> new Intercepted(c.why(), c.pc());
        };
    }
}
