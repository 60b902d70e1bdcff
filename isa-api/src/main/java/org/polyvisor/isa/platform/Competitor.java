package org.polyvisor.isa.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another program that runs the workloads of an instruction set, to measure against: an emulator that may be installed. Whoever measures
 * takes the time between the two lines of a marked workload, so that neither its start-up nor a boot counts.
 */
public interface Competitor {

    /** {@return one word, as users write it, in lower case} */
    String name();

    /** {@return what it lacks to run here, in a few words; nothing if it is installed} */
    Optional<String> missing();

    /**
     * The version that takes it about a second; what is compared then is repetitions a second. A slow one runs fewer repetitions than
     * those that it is measured against.
     *
     * @param w a marked workload of its instruction set
     * @return one of its versions; the sustained one if nothing else is said
     */
    default Workload.Version version(Workload w) {
        return w.sustained();
    }

    /**
     * Writes the files that it needs.
     *
     * @param w a marked workload of its instruction set
     * @param v the version to run
     * @param directory an empty directory of this run's own
     * @return how to start it
     * @throws IOException if a file cannot be written
     */
    Start prepare(Workload w, Workload.Version v, Path directory) throws IOException;

    /**
     * How it is started, in the directory that was prepared. What the guest prints comes on its standard output or error as it is
     * printed; its lines may be mixed with others, and follow a prompt. It need not end: it is killed when the workload has printed its
     * last line.
     *
     * @param command the program, and its arguments
     * @param environment variables to be set in addition
     * @param typed what it gets on its standard input, which then stays open
     */
    record Start(List<String> command, Map<String, String> environment, String typed) {}
}
