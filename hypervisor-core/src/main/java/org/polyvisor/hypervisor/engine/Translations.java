package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The translations of one address space that are known now: a translation lookaside buffer, filled on demand and emptied by the
 * program's own purges, so that what it holds is a function of the program alone. The tables grow to the highest page in use.
 */
final class Translations {
    /** So many pages are worth no growing. */
    private static final int FEW = 1 << 13;

    /** By page of the address space: bytes that may be loaded at once, or null. */
    byte[][] read;
    /** By page of the address space: bytes that may be stored at once, or null; pages with decoded code have none. */
    byte[][] write;

    private Frame[] frames;
    private int[] pages;
    private boolean[] writable;
    private int[] filled = new int[32];
    private int count;
    /** Grows whenever something is forgotten: who remembers a translation looks here. */
    int epoch = 1;

    /**
     * Knows nothing yet.
     *
     * @param space pages of the address space
     */
    Translations(int space) {
        int length = Math.min(space, FEW);
        read = new byte[length][];
        write = new byte[length][];
        frames = new Frame[length];
        pages = new int[length];
        writable = new boolean[length];
    }

    void fill(int page, int absolutePage, Frame f, boolean mayWrite) {
        if (page >= read.length) grow(page);
        if (frames[page] != null && frames[page] != f) {
            drop(page);
            epoch++;
        } else if (frames[page] == null) {
            if (count == filled.length) filled = Arrays.copyOf(filled, count * 2);
            filled[count++] = page;
        }
        pages[page] = absolutePage;
        frames[page] = f;
        read[page] = f.bytes;
        writable[page] = mayWrite;
        write[page] = mayWrite && f.code == 0 ? f.bytes : null;
        if (!f.in.contains(this)) f.in.add(this);
    }

    private void grow(int page) {
        int length = Integer.highestOneBit(page) << 1;
        byte[][] olderRead = read, olderWrite = write;
        read = Arrays.copyOf(read, length);
        write = Arrays.copyOf(write, length);
        Arrays.fill(olderRead, null); // whoever still looks there must come here
        Arrays.fill(olderWrite, null);
        frames = Arrays.copyOf(frames, length);
        pages = Arrays.copyOf(pages, length);
        writable = Arrays.copyOf(writable, length);
        epoch++;
    }

    boolean writable(int page) {
        return page < frames.length && frames[page] != null && writable[page];
    }

    Frame frame(int page) {
        return page < frames.length ? frames[page] : null;
    }

    /** Brings write entries in line with whether the frame holds code. */
    void protect(Frame f) {
        for (int i = 0; i < count; i++) {
            int p = filled[i];
            if (frames[p] == f) write[p] = writable[p] && f.code == 0 ? f.bytes : null;
        }
    }

    /** Forgets everything. */
    void purge() {
        for (int i = 0; i < count; i++) {
            int page = filled[i];
            frames[page].in.remove(this);
            read[page] = null;
            write[page] = null;
            frames[page] = null;
        }
        count = 0;
        epoch++;
    }

    /** Forgets one page of the address space. */
    void purge(int page) {
        if (page < frames.length && frames[page] != null) remove(p -> p == page);
    }

    /** Forgets every translation to a page of storage. */
    void dropPage(int absolutePage) {
        for (int i = 0; i < count; i++)
            if (pages[filled[i]] == absolutePage) {
                remove(p -> pages[p] == absolutePage);
                return;
            }
    }

    private void remove(IntPredicate gone) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (gone.test(filled[i])) drop(filled[i]);
            else filled[n++] = filled[i];
        }
        count = n;
        epoch++;
    }

    private void drop(int page) {
        Frame f = frames[page];
        read[page] = null;
        write[page] = null;
        frames[page] = null;
        if (f == null) return;
        for (int i = 0; i < count; i++) if (frames[filled[i]] == f) return;
        f.in.remove(this);
    }
}
