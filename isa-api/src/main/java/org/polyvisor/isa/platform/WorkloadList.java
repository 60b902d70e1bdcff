package org.polyvisor.isa.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.polyvisor.isa.UsageException;

/**
 * The list of an instruction set's workloads as a properties file: {@code workloads} has their names, {@code unmarked} those that print no
 * mark. Repetitions are a word of storage at {@code count.address}, those to warm up one at {@code warm.address}, of marked workloads only.
 * Of each NAME there are {@code NAME.description} and, with NAME as prefix of the full version, {@code NAME.short} of the brief and
 * {@code NAME.sustained} of the sustained one: {@code .count}, {@code .warm} (0 if absent), {@code .checksum}.
 */
public final class WorkloadList {
    private static final int WORD = 4;

    private final Properties properties = new Properties();
    private final Programs programs;

    private WorkloadList(InputStream in, Programs programs) {
        this.programs = programs;
        try (in) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts programs into machines. */
    @FunctionalInterface
    public interface Programs {

        /**
         * Loads the program with the repetitions that are built in, and puts the processor at its beginning.
         *
         * @param host a machine in its default initial state, with its default devices
         * @param name of the workload
         * @throws UsageException if the program does not fit
         */
        void load(PlatformHost host, String name) throws UsageException;
    }

    /**
     * {@return the workloads in the order of the list}
     *
     * @param in the file; it is closed
     * @param programs loads them
     */
    public static List<Workload> read(InputStream in, Programs programs) {
        WorkloadList list = new WorkloadList(in, programs);
        return list.names("workloads").stream().map(list::workload).toList();
    }

    private Workload workload(String name) {
        return new Workload(name, text(name + ".description"), version(name, name), version(name, name + ".short"),
                version(name, name + ".sustained"));
    }

    private Workload.Version version(String name, String prefix) {
        int count = Integer.parseInt(text(prefix + ".count")), warm = Integer.parseInt(properties.getProperty(prefix + ".warm", "0"));
        Optional<String> mark = names("unmarked").contains(name) ? Optional.empty() : Optional.of(name + " start");
        Map<Integer, Integer> words = new LinkedHashMap<>();
        words.put(Integer.decode(text("count.address")), count);
        if (mark.isPresent()) words.put(Integer.decode(text("warm.address")), warm);
        return new Workload.Version(name + " " + text(prefix + ".checksum"), mark, count, Collections.unmodifiableMap(words), host -> {
            programs.load(host, name);
            words.forEach((address, word) -> host.machine().storeAbsolute(address, WORD, word));
        });
    }

    private List<String> names(String key) {
        return List.of(text(key).split(" "));
    }

    private String text(String key) {
        String value = properties.getProperty(key);
        if (value == null) throw new IllegalStateException("the list of workloads lacks " + key);
        return value;
    }
}
