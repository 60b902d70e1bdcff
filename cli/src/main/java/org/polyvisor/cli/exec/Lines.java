package org.polyvisor.cli.exec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes, without copying them about. */
final class Lines {
    private static final int MOST = 1 << 28;

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int from;
    private int length;
    private int next;
    private int filled;
    private boolean ended;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line. @return whether there is one */
    boolean next() throws IOException {
        from = next;
        int searched = from;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    length = i - from;
                    next = i + 1;
                    return true;
                }
            }
            if (ended) {
                length = filled - from;
                next = filled;
                return length > 0;
            }
            searched = filled - from;
            fill();
        }
    }

    /** Moves the beginning of the line to the front, and reads more behind it. */
    private void fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, filled - from);
            filled -= from;
            from = 0;
        }
        if (filled == MOST) throw new IOException("a line of more than " + (MOST >> 20) + "M bytes is too long for a case");
        if (filled == buffer.length) buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        int n = in.read(buffer, filled, buffer.length - filled);
        if (n < 0) ended = true;
        else filled += n;
    }

    /** What holds the line. */
    byte[] buffer() {
        return buffer;
    }

    /** Where it begins. */
    int from() {
        return from;
    }

    /** How long it is, without its end. */
    int length() {
        return length;
    }

    boolean blank() {
        for (int i = 0; i < length; i++) if (buffer[from + i] != ' ' && buffer[from + i] != '\t' && buffer[from + i] != '\r') return false;
        return true;
    }
}
