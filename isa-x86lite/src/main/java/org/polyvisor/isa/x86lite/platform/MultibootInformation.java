package org.polyvisor.isa.x86lite.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;

/** What a boot loader tells the kernel: memory, command line, its own name; Multiboot Specification 0.6.96, 3.3. */
final class MultibootInformation {
    /** What EAX holds when the kernel begins. */
    static final int MAGIC = 0x2BADB002;

    private static final int BYTES = 116;
    private static final int HAS_MEMORY = 1, HAS_COMMAND_LINE = 4, HAS_MEMORY_MAP = 64, HAS_NAME = 512;
    private static final int AVAILABLE = 1, RESERVED = 2;
    private static final long LOWEST = 0x1000, LOWER_MEMORY = 0xa_0000, MEBIBYTE = 0x10_0000;

    private final long memory;
    private final byte[] commandLine;
    private final byte[] name = string("Polyvisor");

    /**
     * Collects what there is to tell.
     *
     * @param memory bytes installed
     * @param commandLine the kernel's command line
     */
    MultibootInformation(long memory, String commandLine) {
        this.memory = memory;
        this.commandLine = string(commandLine);
    }

    private static byte[] string(String s) {
        return (s + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Puts the information where the kernel is not: in the lower memory, or else behind the kernel.
     *
     * @param f the kernel, for messages
     * @param kernel what of it was loaded
     * @param m the machine
     * @return physical address of the information
     * @throws UsageException if there is no room
     */
    int place(ImageFile f, List<LoadSegment> kernel, Machine m) throws UsageException {
        List<long[]> map = memoryMap();
        int length = BYTES + 24 * map.size() + commandLine.length + name.length;
        long address = room(kernel, length);
        if (address < 0)
            throw new UsageException(f.name() + ": no room in memory for the " + length
                    + " bytes of Multiboot information: give more with --memory");
        byte[] bytes = lay((int) address, length, map);
        for (int i = 0; i < length; i++) m.storeAbsolute((int) address + i, 1, bytes[i]);
        return (int) address;
    }

    private long room(List<LoadSegment> kernel, int length) {
        long[] places = kernel.stream().mapToLong(LoadSegment::end).map(MultibootInformation::pageAligned).sorted().toArray();
        long lower = Math.min(memory, LOWER_MEMORY);
        if (free(LOWEST, length, lower, kernel)) return LOWEST;
        for (long place : places) if (place >= LOWEST && free(place, length, lower, kernel)) return place;
        for (long place : places) if (place >= MEBIBYTE && free(place, length, memory, kernel)) return place;
        return -1;
    }

    private static long pageAligned(long address) {
        return address + 0xfff & ~0xfffL;
    }

    private static boolean free(long address, int length, long end, List<LoadSegment> kernel) {
        return address + length <= end && kernel.stream().noneMatch(s -> address < s.end() && s.address() < address + length);
    }

    /** Base, length and type of each range, as a PC has them. */
    private List<long[]> memoryMap() {
        long[] lower = {0, Math.min(memory, LOWER_MEMORY), AVAILABLE};
        if (memory <= LOWER_MEMORY) return List.of(lower);
        long[] adapters = {LOWER_MEMORY, MEBIBYTE - LOWER_MEMORY, RESERVED};
        if (memory <= MEBIBYTE) return List.of(lower, adapters);
        return List.of(lower, adapters, new long[] {MEBIBYTE, memory - MEBIBYTE, AVAILABLE});
    }

    private byte[] lay(int address, int length, List<long[]> map) {
        int mapAt = BYTES, commandLineAt = mapAt + 24 * map.size(), nameAt = commandLineAt + commandLine.length;
        ByteBuffer b = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, HAS_MEMORY | HAS_COMMAND_LINE | HAS_MEMORY_MAP | HAS_NAME);
        b.putInt(4, (int) (Math.min(memory, LOWER_MEMORY) >> 10)).putInt(8, (int) (Math.max(memory - MEBIBYTE, 0) >> 10));
        b.putInt(16, address + commandLineAt);
        b.putInt(44, 24 * map.size()).putInt(48, address + mapAt);
        b.putInt(64, address + nameAt);
        for (int i = 0; i < map.size(); i++) {
            long[] range = map.get(i);
            b.putInt(mapAt + 24 * i, 20).putLong(mapAt + 24 * i + 4, range[0]).putLong(mapAt + 24 * i + 12, range[1]);
            b.putInt(mapAt + 24 * i + 20, (int) range[2]);
        }
        b.put(commandLineAt, commandLine).put(nameAt, name);
        return b.array();
    }
}
