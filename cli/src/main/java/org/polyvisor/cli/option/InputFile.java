package org.polyvisor.cli.option;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.polyvisor.isa.UsageException;

/** Files that users name. */
public final class InputFile {
    private InputFile() {}

    /**
     * {@return all bytes of a file}
     *
     * @param path the file
     * @throws UsageException if it cannot be read
     */
    public static byte[] bytes(Path path) throws UsageException {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * {@return all of a text in UTF-8}
     *
     * @param path the file
     * @throws UsageException if it cannot be read
     */
    public static String text(Path path) throws UsageException {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * {@return what to tell the user}
     *
     * @param path the file
     * @param why what happened
     */
    public static UsageException unreadable(Path path, IOException why) {
        String reason = switch (why) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "reading it is not permitted";
            case CharacterCodingException _ -> "it is not text in UTF-8";
            default -> Files.isDirectory(path) ? "it is a directory" : "it cannot be read: " + why.getMessage();
        };
        return new UsageException(path + ": " + reason);
    }

    /**
     * {@return what to tell the user}
     *
     * @param path the file
     * @param why what happened
     */
    public static UsageException unwritable(Path path, IOException why) {
        String reason = switch (why) {
            case NoSuchFileException _ -> "its directory does not exist";
            case AccessDeniedException _ -> "writing it is not permitted";
            default -> Files.isDirectory(path) ? "it is a directory" : "it cannot be written: " + why.getMessage();
        };
        return new UsageException(path + ": " + reason);
    }
}
