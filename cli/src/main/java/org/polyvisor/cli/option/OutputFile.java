package org.polyvisor.cli.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.polyvisor.isa.UsageException;

/** Files in which users want results. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Checks that a file can be written, and leaves it as it is. Done before the work, whose result would have no place otherwise.
     *
     * @param path the file
     * @throws UsageException if it cannot
     */
    public static void check(Path path) throws UsageException {
        Path directory = path.toAbsolutePath().getParent();
        String name = path.toString();
        if (Files.isDirectory(path)) throw InputFile.unwritable(path, new FileSystemException(name));
        if (directory == null || !Files.isDirectory(directory)) throw InputFile.unwritable(path, new NoSuchFileException(name));
        if (!Files.isWritable(Files.exists(path) ? path : directory)) throw InputFile.unwritable(path, new AccessDeniedException(name));
    }

    /**
     * Writes a file.
     *
     * @param path the file
     * @param bytes all that is in it
     * @throws UsageException if it cannot be written
     */
    public static void write(Path path, byte[] bytes) throws UsageException {
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw InputFile.unwritable(path, e);
        }
    }

    /**
     * Writes a file in UTF-8.
     *
     * @param path the file
     * @param text all that is in it
     * @throws UsageException if it cannot be written
     */
    public static void write(Path path, String text) throws UsageException {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
