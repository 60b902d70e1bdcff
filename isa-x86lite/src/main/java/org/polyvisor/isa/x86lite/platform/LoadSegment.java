package org.polyvisor.isa.x86lite.platform;

import java.util.List;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;

/**
 * A part of an image that goes to memory.
 *
 * @param described offset in the file of what describes it
 * @param offset of its first byte in the file
 * @param fileBytes how many bytes come from the file
 * @param address physical address of the first
 * @param memoryBytes how many it takes in memory; those that do not come from the file are zero
 * @param virtualAddress where the program thinks it is
 */
record LoadSegment(long described, long offset, long fileBytes, long address, long memoryBytes, long virtualAddress) {

    /** {@return the address behind it} */
    long end() {
        return address + memoryBytes;
    }

    private boolean overlaps(LoadSegment other) {
        return address < other.end() && other.address < end();
    }

    /**
     * Checks that segments fit into the file and into memory, beside each other.
     *
     * @param file where they come from
     * @param segments all of them
     * @param memory bytes installed
     * @throws UsageException if they do not
     */
    static void check(ImageFile file, List<LoadSegment> segments, long memory) throws UsageException {
        for (int i = 0; i < segments.size(); i++) {
            LoadSegment s = segments.get(i);
            if (s.fileBytes > s.memoryBytes)
                throw file.wrong(s.described, "a segment has " + s.fileBytes + " bytes in the file but only " + s.memoryBytes
                        + " in memory");
            file.demand(s.offset, s.fileBytes, "a segment (described at offset 0x" + Long.toHexString(s.described) + ")");
            if (s.end() > memory)
                throw file.wrong(s.described, "a segment goes to " + hex(s.address) + " to " + hex(s.end() - 1) + ", but memory ends at "
                        + hex(memory - 1) + ": give more with --memory");
            for (LoadSegment earlier : segments.subList(0, i))
                if (s.overlaps(earlier))
                    throw file.wrong(s.described, "a segment at " + hex(s.address) + " to " + hex(s.end() - 1) + " overlaps the one at "
                            + hex(earlier.address) + " to " + hex(earlier.end() - 1));
        }
    }

    /**
     * Puts it in memory.
     *
     * @param file where it comes from
     * @param m the machine
     */
    void load(ImageFile file, Machine m) {
        for (long done = 0; done < memoryBytes; ) {
            int n = memoryBytes - done >= 8 ? 8 : 1;
            int present = Math.clamp(fileBytes - done, 0, n);
            m.storeAbsolute((int) (address + done), n, present == 0 ? 0 : file.number((int) (offset + done), present));
            done += n;
        }
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
