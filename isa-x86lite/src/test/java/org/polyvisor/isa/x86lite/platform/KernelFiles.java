package org.polyvisor.isa.x86lite.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Kernels made byte by byte. */
final class KernelFiles {
    private KernelFiles() {}

    /** MOV AL, 'x'; MOV DX, 3F8; OUT DX, AL; CLI; HLT. */
    static final byte[] CODE = {(byte) 0xb0, 'x', 0x66, (byte) 0xba, (byte) 0xf8, 3, (byte) 0xee, (byte) 0xfa, (byte) 0xf4};

    /** ELF with a segment of code at 1 MiB and one of zeros at 2 MiB, without Multiboot header. */
    static byte[] elf(Consumer<ByteBuffer> change) {
        ByteBuffer b = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, 0x464c457f).put(4, (byte) 1).put(5, (byte) 1).put(6, (byte) 1);
        b.putShort(16, (short) 2).putShort(18, (short) 3).putInt(20, 1).putInt(24, 0x10_0020).putInt(28, 52);
        b.putShort(40, (short) 52).putShort(42, (short) 32).putShort(44, (short) 2);
        segment(b, 52, 128, 0x10_0000, 128, 128);
        segment(b, 84, 0, 0x20_0000, 0, 4097);
        b.put(160, CODE);
        change.accept(b);
        return b.array();
    }

    static void segment(ByteBuffer b, int at, int offset, int address, int fileBytes, int memoryBytes) {
        b.putInt(at, 1).putInt(at + 4, offset).putInt(at + 8, address).putInt(at + 12, address).putInt(at + 16, fileBytes).putInt(at + 20,
                memoryBytes);
    }

    /** The same with a Multiboot header at offset 128. */
    static byte[] multibootElf(int flags, Consumer<ByteBuffer> change) {
        return elf(b -> {
            header(b, 128, flags);
            change.accept(b);
        });
    }

    static void header(ByteBuffer b, int at, int flags) {
        b.putInt(at, 0x1BADB002).putInt(at + 4, flags).putInt(at + 8, -(0x1BADB002 + flags));
    }

    /** No ELF, but a header with addresses at offset 64. */
    static byte[] addressed(int load, int loadEnd, int zeroEnd, int entry) {
        return addressed(load, loadEnd, zeroEnd, entry, _ -> {});
    }

    static byte[] addressed(int load, int loadEnd, int zeroEnd, int entry, Consumer<ByteBuffer> change) {
        ByteBuffer b = ByteBuffer.allocate(160).order(ByteOrder.LITTLE_ENDIAN);
        header(b, 64, 1 << 16);
        b.putInt(76, load + 64 - 32).putInt(80, load).putInt(84, loadEnd).putInt(88, zeroEnd).putInt(92, entry);
        b.put(96, CODE);
        change.accept(b);
        return b.array();
    }

    static Path write(Path folder, String name, byte[] contents) {
        try {
            return Files.write(folder.resolve(name), contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
