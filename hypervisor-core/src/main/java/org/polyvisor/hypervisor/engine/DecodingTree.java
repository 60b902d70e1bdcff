package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.polyvisor.isa.code.Code;

/**
 * Position-independent instructions by the bytes they were decoded from, as a decision tree: which byte decoding looks at next depends on
 * those it has seen, on the mode, and on the alignment as far as the architecture asks for it. So the way to an instruction looks at the
 * same bytes in the same order as decoding would, and a fault is the same.
 */
final class DecodingTree {
    /** So many instructions, one or two kilobytes each; then all are forgotten, since a guest can make as many as it likes. */
    static final int MOST_KEPT = 1 << 14;
    /** So many bytes that may come next are searched one after the other. */
    private static final int FEW = 8;

    private static final class Node {
        /** Which byte is looked at, from the beginning of the instruction. */
        final int place;
        /** What follows: by byte, or if these are few, in the order of {@link #bytes}. */
        private Node[] next = new Node[1];
        private byte[] bytes = new byte[1];
        private int count;
        /** What the bytes are; null: another one decides. */
        Template template;

        Node(int place) {
            this.place = place;
        }

        Node next(int b) {
            if (bytes == null) return next[b];
            for (int i = 0; i < count; i++) if (bytes[i] == (byte) b) return next[i];
            return null;
        }

        void add(int b, Node n) {
            if (count == FEW) {
                Node[] all = new Node[256];
                for (int i = 0; i < count; i++) all[bytes[i] & 0xff] = next[i];
                next = all;
                bytes = null;
                count = -1;
            }
            if (bytes == null) {
                next[b] = n;
                return;
            }
            if (count == next.length) {
                next = Arrays.copyOf(next, 2 * count);
                bytes = Arrays.copyOf(bytes, 2 * count);
            }
            bytes[count] = (byte) b;
            next[count++] = n;
        }
    }

    /** Where bytes come from while one instruction is decoded; fetches each once, and keeps the order. */
    static final class Look implements Code.Fetch {
        /** Bytes behind these are not kept: no template is made of such an instruction. */
        private static final int LONGEST = 32;

        private final Code.Fetch from;
        private final int pc;
        private final byte[] places = new byte[LONGEST];
        private final byte[] bytes = new byte[LONGEST];
        private int count;
        private int seen;
        private boolean beyond;

        Look(Code.Fetch from, int pc) {
            this.from = from;
            this.pc = pc;
        }

        @Override
        public int byteAt(int address) {
            int place = address - pc;
            if (place < 0 || place >= LONGEST) {
                beyond = true;
                return from.byteAt(address);
            }
            if ((seen >>> place & 1) == 0) {
                bytes[place] = (byte) from.byteAt(address);
                places[count++] = (byte) place;
                seen |= 1 << place;
            }
            return bytes[place] & 0xff;
        }

        private int bytes(int i) {
            return bytes[places[i]] & 0xff;
        }
    }

    private final Map<Long, Node> roots = new HashMap<>();
    /** What the architecture has asked of alignment so far. */
    private int granule = 1;
    private int kept;
    /** The root that was asked for last. */
    private Node last;
    private long lastKey;

    void clear() {
        roots.clear();
        last = null;
        kept = 0;
    }

    int kept() {
        return kept;
    }

    private long key(int pc, int mode) {
        return (long) mode << 32 | pc & granule - 1;
    }

    /** Where decoding at an address begins, or null. */
    private Node root(int pc, int mode) {
        long key = key(pc, mode);
        if (last == null || lastKey != key) {
            last = roots.get(key);
            lastKey = key;
        }
        return last;
    }

    /** The instruction at an address, or null. */
    Template find(Code.Fetch from, int pc, int mode) {
        Node n = root(pc, mode);
        while (n != null && n.template == null) n = n.next(from.byteAt(pc + n.place));
        return n == null ? null : n.template;
    }

    /** Keeps what was decoded at an address from the bytes that were looked at. */
    void keep(Look look, int mode, int granule, Template template) {
        if (look.count == 0 || look.beyond) return;
        if (kept >= MOST_KEPT) clear();
        if (granule > this.granule) {
            clear();
            this.granule = granule;
        }
        Node n = roots.computeIfAbsent(key(look.pc, mode), _ -> new Node(look.places[0]));
        for (int i = 0; i < look.count; i++) {
            Node to = n.next(look.bytes(i));
            if (to == null) n.add(look.bytes(i), to = new Node(i + 1 < look.count ? look.places[i + 1] : -1));
            n = to;
        }
        n.template = template;
        kept++;
    }
}
