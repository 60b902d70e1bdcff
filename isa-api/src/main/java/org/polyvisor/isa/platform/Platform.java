package org.polyvisor.isa.platform;

import java.util.Optional;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.UsageException;

/** The devices of one machine, and how it is booted. Called on the thread that runs the machine. */
public interface Platform extends AutoCloseable {

    /**
     * Loads what the options name and puts the processor where it begins.
     *
     * @throws UsageException if it cannot be loaded
     */
    void boot() throws UsageException;

    /**
     * A request is accepted: its line is open.
     *
     * @param line the line, as the architecture numbers them
     * @return the interruption to deliver, or null if the request has gone
     */
    Interruption accept(int line);

    /** {@return the lines on which its devices may ever request an interruption, bit n for line n} */
    default long lines() {
        return -1;
    }

    /**
     * {@return something that instructions use, such as ports or channels, or null}
     *
     * @param type its type
     * @param <T> its type
     */
    <T> T service(Class<T> type);

    /** {@return how the run ends, if a processor that waits now waits for ever} */
    Optional<Ending> ending();

    /** Closes host files. */
    @Override
    default void close() {}

    /**
     * How a run ended.
     *
     * @param normal whether the guest meant it
     * @param reason a few words
     * @param code as the architecture shows it, or empty
     */
    record Ending(boolean normal, String reason, String code) {}
}
