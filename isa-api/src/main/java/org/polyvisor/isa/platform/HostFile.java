package org.polyvisor.isa.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the host that users name: kernels, decks, texts. */
public final class HostFile {
    /** The bytes of the largest that is read as a whole. */
    public static final int MOST = 128 << 20;

    private HostFile() {}

    /**
     * {@return all bytes of a file}
     *
     * @param path the file, perhaps a device that never ends
     * @throws IOException if it cannot be read, or has more than {@link #MOST} bytes
     */
    public static byte[] bytes(Path path) throws IOException {
        if (Files.size(path) > MOST) throw tooLarge();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) throw tooLarge();
            return bytes;
        }
    }

    private static IOException tooLarge() {
        return new IOException("it has more than " + (MOST >> 20) + "M bytes");
    }
}
