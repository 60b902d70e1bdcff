package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.List;

/** A page of installed storage, with the code decoded from it and the translations that lead to it. */
final class Frame {
    private static final int GRANULES = 64;

    final byte[] bytes;
    /** One bit for each sixty-fourth of the page: does it hold decoded code? */
    long code;

    final List<Decoded> decoded = new ArrayList<>();
    final List<Translations> in = new ArrayList<>();
    /** How often translated code was dropped because of stores here. */
    int rewritten;
    /** How often any decoded code was. */
    int modified;
    private final int granuleShift;

    Frame(int size) {
        bytes = new byte[size];
        granuleShift = Integer.numberOfTrailingZeros(size / GRANULES);
    }

    /** From now on bytes {@code from} to {@code to} − 1 are known to hold code. */
    void guard(int from, int to) {
        long before = code;
        for (int g = from >> granuleShift; g <= to - 1 >> granuleShift; g++) code |= 1L << g;
        if (before == 0) for (Translations t : in) t.protect(this);
    }

    boolean holdsCode(int from, int to) {
        if (code == 0) return false;
        for (int g = from >> granuleShift; g <= to - 1 >> granuleShift; g++) if ((code >> g & 1) != 0) return true;
        return false;
    }

    void dropCode() {
        if (!decoded.isEmpty()) modified++;
        for (Decoded d : decoded) {
            if (d instanceof Region && !d.dropped()) rewritten++;
            d.drop();
        }
        decoded.clear();
        if (code == 0) return;
        code = 0;
        for (Translations t : in) t.protect(this);
    }
}
