package org.polyvisor.isa;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A user's mistake or unusable input. The message is one to three lines: what, where, why, what to do. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    /** Never null, unlike what a superclass promises. */
    private final String message;

    /**
     * Says what is wrong.
     *
     * @param message what, where, why, what to do
     */
    public UsageException(String message) {
        super(message);
        this.message = message;
    }

    /**
     * {@return what is said of a file that cannot be read}
     *
     * @param where the option, if any, and the file's name
     * @param file its name
     * @param why what happened
     */
    public static UsageException unreadable(String where, String file, Exception why) {
        return new UsageException(where + ": " + switch (why) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "reading it is not permitted";
            case CharacterCodingException _ -> "it is not text in UTF-8";
            case InvalidPathException _ -> "this is no file name";
            default -> Files.isDirectory(Path.of(file)) ? "it is a directory" : "it cannot be read: " + why.getMessage();
        });
    }

    /**
     * {@return what is said of a file that cannot be written}
     *
     * @param where the option, if any, and the file's name
     * @param file its name
     * @param why what happened
     */
    public static UsageException unwritable(String where, String file, Exception why) {
        return new UsageException(where + ": " + switch (why) {
            case NoSuchFileException _ -> "its directory does not exist";
            case AccessDeniedException _ -> "writing it is not permitted";
            case InvalidPathException _ -> "this is no file name";
            default -> Files.isDirectory(Path.of(file)) ? "it is a directory" : "it cannot be written: " + why.getMessage();
        });
    }

    @Override
    public String getMessage() {
        return message;
    }
}
