package org.polyvisor.cli.option;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.HostFile;

/** Files that users name. */
public final class InputFile {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private InputFile() {}

    /**
     * {@return all bytes of a file}
     *
     * @param path the file
     * @throws UsageException if it cannot be read
     */
    public static byte[] bytes(Path path) throws UsageException {
        try {
            return HostFile.bytes(path);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * {@return all of a text in UTF-8, without the mark that some editors put before it}
     *
     * @param path the file
     * @throws UsageException if it cannot be read
     */
    public static String text(Path path) throws UsageException {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(HostFile.bytes(path))).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
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
        return UsageException.unreadable(path.toString(), path.toString(), why);
    }

    /**
     * {@return what to tell the user}
     *
     * @param path the file
     * @param why what happened
     */
    public static UsageException unwritable(Path path, IOException why) {
        return UsageException.unwritable(path.toString(), path.toString(), why);
    }
}
