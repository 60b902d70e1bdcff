package org.polyvisor.hypervisor.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.Architecture;

/**
 * Storage as the running program sees it. The fast path is two tables of pages; what is null there takes the slow path, which
 * serves pages not translated yet, pages where nothing is installed, accesses across pages, and pages that hold decoded code.
 */
final class Memory {
    private static final VarHandle TWO = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Finds the frame behind an address, or ends the instruction. */
    interface Filler {
        /** The frame, or null where nothing is installed. */
        Frame fill(int address, Access access);
    }

    final boolean bigEndian;
    final int pageShift;
    final int offsetMask;
    final int addressMask;
    private final Filler filler;
    Translations translations;

    Memory(Architecture a, Filler filler) {
        bigEndian = a.byteOrder() == ByteOrder.BIG_ENDIAN;
        pageShift = a.pageBits();
        offsetMask = (1 << pageShift) - 1;
        addressMask = a.addressMask();
        this.filler = filler;
    }

    // ---- fast paths; addresses may have bits beyond the mask

    static long load1(Memory m, byte[][] t, int address) {
        int a = address & m.addressMask, page = a >>> m.pageShift;
        byte[] p;
        return page < t.length && (p = t[page]) != null ? p[a & m.offsetMask] & 0xff : m.slowLoad(a, 1);
    }

    static long load2(Memory m, byte[][] t, int address) {
        int a = address & m.addressMask, page = a >>> m.pageShift, o = a & m.offsetMask;
        byte[] p;
        if (page >= t.length || (p = t[page]) == null || o >= p.length - 1) return m.slowLoad(a, 2);
        short v = (short) TWO.get(p, o);
        return (m.bigEndian ? Short.reverseBytes(v) : v) & 0xffff;
    }

    static long load4(Memory m, byte[][] t, int address) {
        int a = address & m.addressMask, page = a >>> m.pageShift, o = a & m.offsetMask;
        byte[] p;
        if (page >= t.length || (p = t[page]) == null || o >= p.length - 3) return m.slowLoad(a, 4);
        int v = (int) FOUR.get(p, o);
        return m.bigEndian ? Integer.reverseBytes(v) : v;
    }

    static long load8(Memory m, byte[][] t, int address) {
        int a = address & m.addressMask, page = a >>> m.pageShift, o = a & m.offsetMask;
        byte[] p;
        if (page >= t.length || (p = t[page]) == null || o >= p.length - 7) return m.slowLoad(a, 8);
        long v = (long) EIGHT.get(p, o);
        return m.bigEndian ? Long.reverseBytes(v) : v;
    }

    static void store1(Memory m, byte[][] t, int address, int v) {
        int a = address & m.addressMask, page = a >>> m.pageShift;
        byte[] p;
        if (page < t.length && (p = t[page]) != null) p[a & m.offsetMask] = (byte) v;
        else m.slowStore(a, 1, v);
    }

    static void store2(Memory m, byte[][] t, int address, int v) {
        int a = address & m.addressMask, page = a >>> m.pageShift, o = a & m.offsetMask;
        byte[] p;
        if (page >= t.length || (p = t[page]) == null || o >= p.length - 1) m.slowStore(a, 2, v);
        else TWO.set(p, o, m.bigEndian ? Short.reverseBytes((short) v) : (short) v);
    }

    static void store4(Memory m, byte[][] t, int address, int v) {
        int a = address & m.addressMask, page = a >>> m.pageShift, o = a & m.offsetMask;
        byte[] p;
        if (page >= t.length || (p = t[page]) == null || o >= p.length - 3) m.slowStore(a, 4, v);
        else FOUR.set(p, o, m.bigEndian ? Integer.reverseBytes(v) : v);
    }

    static void store8(Memory m, byte[][] t, int address, long v) {
        int a = address & m.addressMask, page = a >>> m.pageShift, o = a & m.offsetMask;
        byte[] p;
        if (page >= t.length || (p = t[page]) == null || o >= p.length - 7) m.slowStore(a, 8, v);
        else EIGHT.set(p, o, m.bigEndian ? Long.reverseBytes(v) : v);
    }

    // ---- slow paths

    /** The frame behind an address for this kind of access, or null where nothing is installed. */
    Frame frame(int a, Access access) {
        int page = a >>> pageShift;
        Frame f = translations.frame(page);
        return f != null && (access != Access.WRITE || translations.writable(page)) ? f : filler.fill(a, access);
    }

    private int byteAt(int a, Access access) {
        Frame f = frame(a, access);
        return f == null ? 0xff : f.bytes[a & offsetMask] & 0xff;
    }

    int fetch(int a) {
        return byteAt(a & addressMask, Access.EXECUTE);
    }

    /** A number, 32 bits sign-extended and fewer zero-extended, whatever its alignment. */
    long slowLoad(int a, int bytes) {
        long v = 0;
        for (int i = 0; i < bytes; i++) byteAt(a + i & addressMask, Access.READ);
        for (int i = 0; i < bytes; i++) v = v << 8 | byteAt((bigEndian ? a + i : a + bytes - 1 - i) & addressMask, Access.READ);
        return bytes == 4 ? (int) v : v;
    }

    /** All bytes or none, whatever the alignment. */
    void slowStore(int a, int bytes, long v) {
        probe(a, bytes, Access.WRITE);
        for (int i = 0; i < bytes; i++) {
            int at = (bigEndian ? a + bytes - 1 - i : a + i) & addressMask;
            Frame f = frame(at, Access.WRITE);
            if (f != null) f.bytes[at & offsetMask] = (byte) (v >> 8 * i);
        }
    }

    /** After this, {@code length} bytes from {@code a} can be accessed, and hold no decoded code if they are to be stored. */
    void probe(int a, int length, Access access) {
        boolean hit = false;
        for (int done = 0; done < length; ) {
            int at = a + done & addressMask, offset = at & offsetMask, n = Math.min(length - done, offsetMask + 1 - offset);
            Frame f = frame(at, access);
            if (access == Access.WRITE && f != null && f.holdsCode(offset, offset + n)) {
                f.dropCode();
                hit = true;
            }
            done += n;
        }
        if (hit) throw Signal.CodeModified.SIGNAL;
    }

    /** Byte by byte from the left, as storage-to-storage instructions define it; in bulk where that makes no difference. */
    void move(int to, int from, int length) {
        probe(from, length, Access.READ);
        probe(to, length, Access.WRITE);
        for (int done = 0; done < length; ) {
            int x = from + done & addressMask, y = to + done & addressMask;
            int n = Math.min(length - done, offsetMask + 1 - Math.max(x & offsetMask, y & offsetMask));
            Frame source = frame(x, Access.READ), target = frame(y, Access.WRITE);
            int i = x & offsetMask, j = y & offsetMask;
            if (source == target && j > i) n = Math.min(n, j - i);
            if (target != null) {
                if (source != null) System.arraycopy(source.bytes, i, target.bytes, j, n);
                else java.util.Arrays.fill(target.bytes, j, j + n, (byte) 0xff);
            }
            done += n;
        }
    }
}
