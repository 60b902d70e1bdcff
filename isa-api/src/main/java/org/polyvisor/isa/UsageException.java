package org.polyvisor.isa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

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
            case CharacterCodingException _ -> "it is not text in UTF-8" + badByte(file);
            case InvalidPathException _ -> "this is no file name";
            default -> Files.isDirectory(Path.of(file)) ? "it is a directory" : "it cannot be read: " + why.getMessage();
        });
    }

    /** Where a file stops being UTF-8, as far as it can be read again. */
    private static String badByte(String file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(file)));
            StandardCharsets.UTF_8.newDecoder().decode(bytes, CharBuffer.allocate(bytes.capacity()), true);
            if (!bytes.hasRemaining()) return "";
            int at = bytes.position();
            long lines = IntStream.range(0, at).filter(i -> bytes.get(i) == '\n').count();
            return String.format(Locale.ROOT, ": byte %02X at offset %d, line %d", bytes.get(at), at, lines + 1);
        } catch (IOException _) {
            return "";
        }
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
