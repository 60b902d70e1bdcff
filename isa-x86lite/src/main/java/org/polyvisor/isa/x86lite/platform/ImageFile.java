package org.polyvisor.isa.x86lite.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.HostFile;

/** A file to boot, little-endian. What is wrong with it is said with its name and the offset. */
final class ImageFile {
    private final String name;
    private final ByteBuffer bytes;

    /**
     * An image at hand.
     *
     * @param name for messages
     * @param contents all of it
     */
    ImageFile(String name, byte[] contents) {
        this.name = name;
        bytes = ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads an image.
     *
     * @param name the file's name
     * @return the image
     * @throws UsageException if the file cannot be read
     */
    static ImageFile read(String name) throws UsageException {
        try {
            return new ImageFile(name, HostFile.bytes(Path.of(name)));
        } catch (IOException | InvalidPathException e) {
            throw UsageException.unreadable("--kernel " + name, name, e);
        }
    }

    /** {@return its name} */
    String name() {
        return name;
    }

    /** {@return its length in bytes} */
    int length() {
        return bytes.capacity();
    }

    /**
     * {@return what to throw, naming the file and a place in it}
     *
     * @param offset where
     * @param problem what, why, what to do
     */
    UsageException wrong(long offset, String problem) {
        return new UsageException(name + ": offset 0x" + Long.toHexString(offset) + ": " + problem);
    }

    /**
     * Checks that bytes are there.
     *
     * @param offset of the first
     * @param count how many
     * @param what for messages
     * @throws UsageException if the file ends before
     */
    void demand(long offset, long count, String what) throws UsageException {
        if (offset + count > length())
            throw wrong(offset, what + " of " + count + " bytes does not fit: the file has only " + length() + " bytes (truncated?)");
    }

    /**
     * {@return a byte}
     *
     * @param offset where, within the file
     */
    int byteAt(int offset) {
        return bytes.get(offset) & 0xff;
    }

    /**
     * {@return a number of 16 bits}
     *
     * @param offset where, within the file
     */
    int half(int offset) {
        return bytes.getShort(offset) & 0xffff;
    }

    /**
     * {@return a number of 32 bits, zero-extended}
     *
     * @param offset where, within the file
     */
    long word(int offset) {
        return bytes.getInt(offset) & 0xffff_ffffL;
    }

    /**
     * {@return a number of up to 64 bits, zero-extended}
     *
     * @param offset where, within the file
     * @param count how many bytes, 1 to 8
     */
    long number(int offset, int count) {
        long v = 0;
        for (int i = 0; i < count; i++) v |= (long) byteAt(offset + i) << 8 * i;
        return v;
    }
}
