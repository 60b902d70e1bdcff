package org.polyvisor.isa.x86lite.platform;

import java.util.List;
import java.util.Optional;
import org.polyvisor.isa.UsageException;

/**
 * The header by which a kernel says how it wants to be loaded; Multiboot Specification 0.6.96, 3.1.
 *
 * @param offset where it lies in the file
 * @param flags what it demands
 */
record MultibootHeader(int offset, int flags) {
    private static final long MAGIC = 0x1BADB002L;
    private static final int SEARCHED = 8192, BYTES = 12, BYTES_WITH_ADDRESSES = 32;
    private static final int MODULES_ALIGNED = 1, MEMORY = 2, VIDEO = 4, MUST_BE_UNDERSTOOD = 0xffff, ADDRESSES = 1 << 16;

    /**
     * Finds the header: in the first 8,192 bytes, at a multiple of four, with a valid checksum.
     *
     * @param f the file
     * @return the header, if there is one
     */
    static Optional<MultibootHeader> find(ImageFile f) {
        for (int at = 0; at + BYTES <= Math.min(f.length(), SEARCHED); at += 4)
            if (f.word(at) == MAGIC && (int) (f.word(at) + f.word(at + 4) + f.word(at + 8)) == 0)
                return Optional.of(new MultibootHeader(at, (int) f.word(at + 4)));
        return Optional.empty();
    }

    /**
     * Finds out what to load and where to begin.
     *
     * @param f the file
     * @param memory bytes installed
     * @return what the header's addresses say, or else the ELF headers
     * @throws UsageException if the header demands what is not there, or the image does not fit
     */
    KernelImage image(ImageFile f, long memory) throws UsageException {
        if ((flags & VIDEO) != 0) throw f.wrong(offset + 4, "the Multiboot header demands a video mode: this machine has no display yet");
        int unknown = flags & MUST_BE_UNDERSTOOD & ~(MODULES_ALIGNED | MEMORY);
        if (unknown != 0)
            throw f.wrong(offset + 4, "the Multiboot header demands features (flags 0x" + Integer.toHexString(unknown)
                    + ") that do not exist here");
        return (flags & ADDRESSES) != 0 ? addressed(f, memory) : ElfImage.read(f, memory);
    }

    /** The address fields; a load end of 0 means all of the file, an end of the zeros of 0 means none. */
    private KernelImage addressed(ImageFile f, long memory) throws UsageException {
        f.demand(offset, BYTES_WITH_ADDRESSES, "the Multiboot header with addresses");
        long header = f.word(offset + 12), load = f.word(offset + 16), loadEnd = f.word(offset + 20), zeroEnd = f.word(offset + 24);
        long entry = f.word(offset + 28), first = offset - (header - load);
        if (header < load || first < 0)
            throw f.wrong(offset + 12, "the header's address 0x" + Long.toHexString(header) + " and the load address 0x"
                    + Long.toHexString(load) + " place the beginning outside the file");
        if (loadEnd == 0) loadEnd = load + f.length() - first;
        if (loadEnd < load) throw f.wrong(offset + 20, "the load end 0x" + Long.toHexString(loadEnd) + " lies before the load address 0x"
                + Long.toHexString(load));
        if (zeroEnd == 0) zeroEnd = loadEnd;
        if (zeroEnd < loadEnd) throw f.wrong(offset + 24, "the end of the zeros 0x" + Long.toHexString(zeroEnd)
                + " lies before the load end");
        List<LoadSegment> segments = List.of(new LoadSegment(offset + 12, first, loadEnd - load, load, zeroEnd - load, load));
        LoadSegment.check(f, segments, memory);
        if (entry < load || entry >= zeroEnd) throw f.wrong(offset + 28, "the entry 0x" + Long.toHexString(entry)
                + " lies outside of what is loaded");
        return new KernelImage(segments, entry);
    }
}
