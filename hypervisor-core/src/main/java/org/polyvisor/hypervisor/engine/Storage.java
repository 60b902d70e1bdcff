package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polyvisor.isa.Architecture;

/**
 * Installed storage: pages, made when they are first touched, and a byte of attributes for each. Addresses are absolute; where
 * nothing is installed, loads yield ones and stores are ignored.
 */
public final class Storage {
    private final int pageShift;
    private final int offsetMask;
    private final boolean bigEndian;
    /** Pages of an address space, installed or not. */
    final int addressedPages;
    private final Frame[] frames;
    private final byte[] attributes;
    private final long size;
    private int[] touched = new int[16];
    private int touchedCount;
    final List<Translations> translations = new ArrayList<>();

    /**
     * Installs storage.
     *
     * @param a the architecture it is for
     * @param size in bytes, a multiple of the page size, at most 4 GiB
     */
    public Storage(Architecture a, long size) {
        pageShift = a.pageBits();
        offsetMask = (1 << pageShift) - 1;
        if (size <= 0 || (size & offsetMask) != 0 || size > 1L << 32)
            throw new IllegalArgumentException("storage of " + size + " bytes: give a positive multiple of " + (offsetMask + 1)
                    + ", at most 4 GiB");
        bigEndian = a.byteOrder() == java.nio.ByteOrder.BIG_ENDIAN;
        this.size = size;
        addressedPages = (a.addressMask() >>> pageShift) + 1;
        frames = new Frame[(int) (size >>> pageShift)];
        attributes = new byte[frames.length];
    }

    /** {@return bytes installed} */
    public long size() {
        return size;
    }

    /** {@return bytes of the pages that were ever used} */
    public long used() {
        return (long) touchedCount << pageShift;
    }

    boolean exists(int page) {
        return page >= 0 && page < frames.length;
    }

    Frame frame(int page) {
        Frame f = frames[page];
        return f != null ? f : make(page);
    }

    private Frame make(int page) {
        if (touchedCount == touched.length) touched = Arrays.copyOf(touched, 2 * touchedCount);
        touched[touchedCount++] = page;
        return frames[page] = new Frame(offsetMask + 1);
    }

    int attribute(int page) {
        return exists(page) ? attributes[page] & 0xff : 0;
    }

    void attribute(int page, int v) {
        if (!exists(page) || attributes[page] == (byte) v) return;
        attributes[page] = (byte) v;
        for (Translations t : translations) t.dropPage(page);
    }

    void record(int page, int v) {
        if (exists(page)) attributes[page] = (byte) v;
    }

    /**
     * Puts bytes in storage; decoded code there is dropped.
     *
     * @param address of the first
     * @param bytes what; beyond the end they are lost
     */
    public void put(int address, byte[] bytes) {
        for (int done = 0; done < bytes.length; ) {
            int page = page(address, done), offset = address + done & offsetMask;
            int n = Math.min(bytes.length - done, offsetMask + 1 - offset);
            if (exists(page)) {
                Frame f = frame(page);
                if (f.holdsCode(offset, offset + n)) f.dropCode();
                System.arraycopy(bytes, done, f.bytes, offset, n);
            }
            done += n;
        }
    }

    /**
     * {@return bytes of storage}
     *
     * @param address of the first
     * @param length how many; beyond the end they are ones
     */
    public byte[] get(int address, int length) {
        byte[] out = new byte[length];
        for (int done = 0; done < length; ) {
            int page = page(address, done), offset = address + done & offsetMask;
            int n = Math.min(length - done, offsetMask + 1 - offset);
            if (!exists(page)) Arrays.fill(out, done, done + n, (byte) 0xff);
            else if (frames[page] != null) System.arraycopy(frames[page].bytes, offset, out, done, n);
            done += n;
        }
        return out;
    }

    /** The page of a byte, or −1 where addresses end. */
    private int page(int address, int further) {
        long at = Integer.toUnsignedLong(address) + further;
        return at >>> 32 != 0 ? -1 : (int) (at >>> pageShift);
    }

    int byteAt(int a) {
        int page = a >>> pageShift;
        return !exists(page) ? 0xff : frames[page] == null ? 0 : frames[page].bytes[a & offsetMask] & 0xff;
    }

    private void byteAt(int a, int v) {
        int page = a >>> pageShift, offset = a & offsetMask;
        if (!exists(page)) return;
        Frame f = frame(page);
        if (f.holdsCode(offset, offset + 1)) f.dropCode();
        f.bytes[offset] = (byte) v;
    }

    /**
     * {@return a number, zero-extended}
     *
     * @param a absolute address
     * @param bytes 1, 2, 4 or 8
     */
    public long load(int a, int bytes) {
        int page = a >>> pageShift, offset = a & offsetMask;
        long v = 0;
        if (offset + bytes <= offsetMask + 1 && exists(page)) {
            Frame f = frames[page];
            if (f == null) return 0;
            for (int i = 0; i < bytes; i++) v = v << 8 | f.bytes[offset + (bigEndian ? i : bytes - 1 - i)] & 0xff;
            return v;
        }
        for (int i = 0; i < bytes; i++) v = v << 8 | byteAt(bigEndian ? a + i : a + bytes - 1 - i);
        return v;
    }

    /**
     * Stores a number; decoded code there is dropped.
     *
     * @param a absolute address
     * @param bytes 1, 2, 4 or 8
     * @param v what
     */
    public void store(int a, int bytes, long v) {
        int page = a >>> pageShift, offset = a & offsetMask;
        if (offset + bytes <= offsetMask + 1 && exists(page)) {
            Frame f = frame(page);
            if (f.holdsCode(offset, offset + bytes)) f.dropCode();
            for (int i = 0; i < bytes; i++) f.bytes[offset + (bigEndian ? bytes - 1 - i : i)] = (byte) (v >> 8 * i);
            return;
        }
        for (int i = 0; i < bytes; i++) byteAt(bigEndian ? a + bytes - 1 - i : a + i, (int) (v >> 8 * i));
    }

    /** Clears storage and attributes to zeros. */
    public void clear() {
        for (int i = 0; i < touchedCount; i++) {
            Frame f = frames[touched[i]];
            f.dropCode();
            Arrays.fill(f.bytes, (byte) 0);
        }
        Arrays.fill(attributes, (byte) 0);
    }

    /** {@return a digest of all storage and attributes: equal contents give equal digests} */
    public long digest() {
        long h = Arrays.hashCode(attributes);
        for (int p = 0; p < frames.length; p++)
            if (frames[p] != null && !blank(frames[p].bytes)) h = (h * 31 + p) * 1_000_003 + Arrays.hashCode(frames[p].bytes);
        return h;
    }

    private static boolean blank(byte[] bytes) {
        for (byte b : bytes) if (b != 0) return false;
        return true;
    }
}
