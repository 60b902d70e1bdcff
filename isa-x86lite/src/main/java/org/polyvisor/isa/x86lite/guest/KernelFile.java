package org.polyvisor.isa.x86lite.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An executable file that a Multiboot loader takes; Tool Interface Standard, ELF Specification 1.2, book I. Beside the image, it demands
 * that there is storage up to an address, so that a machine with less refuses it at once.
 */
final class KernelFile {
    private static final int HEADER = 52, PROGRAM_HEADER = 32, PAGE = 4096;
    private static final short EXECUTABLE = 2, INTEL_80386 = 3;
    private static final int LOAD = 1, READ_WRITE_EXECUTE = 7;

    private KernelFile() {}

    /**
     * {@return the file}
     *
     * @param image its contents
     * @param origin address of the first byte
     * @param entry address of the first instruction
     * @param storageEnd the address behind the storage it needs
     */
    static byte[] of(byte[] image, int origin, int entry, int storageEnd) {
        ByteBuffer file = ByteBuffer.allocate(PAGE + image.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("\177ELF\1\1\1".getBytes(StandardCharsets.ISO_8859_1)).position(16); // 32 bits, little-endian, version 1
        file.putShort(EXECUTABLE).putShort(INTEL_80386).putInt(1);
        file.putInt(entry).putInt(HEADER).putInt(0).putInt(0);
        file.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 2);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0); // no sections
        segment(file, PAGE, origin, image.length, image.length);
        segment(file, PAGE, storageEnd - PAGE, 0, PAGE);
        return file.position(PAGE).put(image).array();
    }

    private static void segment(ByteBuffer file, int offset, int address, int fileBytes, int storageBytes) {
        file.putInt(LOAD).putInt(offset).putInt(address).putInt(address).putInt(fileBytes).putInt(storageBytes);
        file.putInt(READ_WRITE_EXECUTE).putInt(PAGE);
    }
}
