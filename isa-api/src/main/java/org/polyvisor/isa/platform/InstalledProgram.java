package org.polyvisor.isa.platform;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs of the host. */
public final class InstalledProgram {
    private InstalledProgram() {}

    /**
     * {@return the file that a shell would run}
     *
     * @param name without a directory
     */
    public static Optional<Path> find(String name) {
        String path = System.getenv("PATH");
        return path == null ? Optional.empty() : find(name, path);
    }

    /** The same for directories, which are separated as in the variable {@code PATH}. */
    static Optional<Path> find(String name, String path) {
        return Stream.of(path.split(Pattern.quote(File.pathSeparator))).filter(d -> !d.isEmpty()).map(d -> Path.of(d, name))
                .filter(p -> Files.isRegularFile(p) && Files.isExecutable(p)).findFirst();
    }

    /**
     * {@return what to say if a program is not there; nothing if it is}
     *
     * @param name without a directory
     */
    public static Optional<String> missing(String name) {
        return find(name).isPresent() ? Optional.empty() : Optional.of("there is no " + name);
    }
}
