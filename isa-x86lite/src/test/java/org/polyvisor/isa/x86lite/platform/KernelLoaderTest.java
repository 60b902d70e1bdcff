package org.polyvisor.isa.x86lite.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.x86lite.state.Registers;

class KernelLoaderTest {
    private static final int MEMORY = 4 << 20;

    @TempDir
    private Path folder;

    private final byte[] memory = new byte[MEMORY];
    private final Map<Register, Long> registers = new HashMap<>();
    private final Machine machine = mock(Machine.class, withSettings().stubOnly());

    @BeforeEach
    void storesGoToMemory() {
        Arrays.fill(memory, (byte) 0xcc);
        doAnswer(call -> {
            for (int i = 0; i < call.<Integer>getArgument(1); i++)
                memory[call.<Integer>getArgument(0) + i] = (byte) (call.<Long>getArgument(2) >> 8 * i);
            return null;
        }).when(machine).storeAbsolute(anyInt(), anyInt(), anyLong());
        doAnswer(call -> registers.put(call.getArgument(0), call.getArgument(1))).when(machine).set(any(), anyLong());
    }

    private void boot(byte[] file, String append, BootMethod method) throws UsageException {
        Path kernel = KernelFiles.write(folder, "kernel", file);
        new KernelLoader(Optional.of(kernel.toString()), Optional.ofNullable(append), method).load(machine, MEMORY);
    }

    private long eip() {
        return registers.get(Registers.FILE.pc());
    }

    private ByteBuffer at(long address) {
        return ByteBuffer.wrap(memory, (int) address, MEMORY - (int) address).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private String stringAt(long address) {
        int end = (int) address;
        while (memory[end] != 0) end++;
        return new String(memory, (int) address, end - (int) address, StandardCharsets.UTF_8);
    }

    @Test
    void anElfKernelIsLoadedWithItsZerosAndEntered() throws UsageException {
        boot(KernelFiles.elf(_ -> {}), null, BootMethod.AUTO);
        assertEquals(0x10_0020, eip());
        assertArrayEquals(KernelFiles.CODE, Arrays.copyOfRange(memory, 0x10_0020, 0x10_0020 + KernelFiles.CODE.length));
        assertEquals(0, memory[0x20_1000]);
        assertEquals((byte) 0xcc, memory[0x20_1001]);
        assertEquals((byte) 0xcc, memory[0x0f_ffff]);
    }

    @Test
    void anEntryInVirtualAddressesIsTranslated() throws UsageException {
        boot(KernelFiles.elf(b -> b.putInt(60, 0xc010_0000).putInt(24, 0xc010_0020)), null, BootMethod.ELF);
        assertEquals(0x10_0020, eip());
    }

    @Test
    void aMultibootKernelFindsTheMagicNumberAndItsInformation() throws UsageException {
        boot(KernelFiles.multibootElf(3, _ -> {}), null, BootMethod.AUTO);
        assertEquals(0x10_0020, eip());
        assertEquals(0x2BADB002L, registers.get(Registers.EAX));
        ByteBuffer information = at(registers.get(Registers.EBX));
        assertEquals(1 | 4 | 64 | 512, information.getInt(0));
        assertEquals(640, information.getInt(4));
        assertEquals(3072, information.getInt(8));
        assertTrue(stringAt(information.getInt(16)).endsWith("kernel"));
        assertEquals("Polyvisor", stringAt(information.getInt(64)));
        assertEquals(72, information.getInt(44));
        long[][] ranges = {{0, 0xa_0000, 1}, {0xa_0000, 0x6_0000, 2}, {0x10_0000, 0x30_0000, 1}};
        for (int i = 0; i < 3; i++) {
            ByteBuffer range = at(information.getInt(48) + 24 * i);
            assertEquals(20, range.getInt(0));
            assertEquals(ranges[i][0], range.getLong(4));
            assertEquals(ranges[i][1], range.getLong(12));
            assertEquals(ranges[i][2], range.getInt(20));
        }
    }

    @Test
    void aMultibootKernelGetsItsCommandLine() throws UsageException {
        boot(KernelFiles.multibootElf(0, _ -> {}), "quick=1 loud", BootMethod.MULTIBOOT);
        assertEquals(folder.resolve("kernel") + " quick=1 loud", stringAt(at(registers.get(Registers.EBX)).getInt(16)));
    }

    @Test
    void theAddressesOfTheHeaderComeBeforeElf() throws UsageException {
        boot(KernelFiles.addressed(0x10_0000, 0, 0x10_1000, 0x10_0040), null, BootMethod.AUTO);
        assertEquals(0x10_0040, eip());
        assertArrayEquals(KernelFiles.CODE, Arrays.copyOfRange(memory, 0x10_0040, 0x10_0040 + KernelFiles.CODE.length));
        assertEquals(0, memory[0x10_0fff]);
        assertEquals((byte) 0xcc, memory[0x10_1000]);
    }

    @Test
    void theInformationAvoidsAKernelInLowMemory() throws UsageException {
        boot(KernelFiles.addressed(0x800, 0, 0x2000, 0x840), null, BootMethod.AUTO);
        assertEquals(0x2000, registers.get(Registers.EBX));
    }

    @Test
    void theHeaderIsFoundAtTheEndOfTheFirst8KiBAndNotBeyond() throws UsageException {
        byte[] file = new byte[8300];
        ByteBuffer b = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        KernelFiles.header(b, 8180, 0);
        assertEquals(Optional.of(new MultibootHeader(8180, 0)), MultibootHeader.find(new ImageFile("kernel", file)));
        b.putInt(8180, 0);
        KernelFiles.header(b, 8184, 0);
        assertEquals(Optional.empty(), MultibootHeader.find(new ImageFile("kernel", file)));
    }

    @Test
    void linuxHasNotArrivedYet() {
        byte[] zImage = new byte[1024];
        ByteBuffer.wrap(zImage).order(ByteOrder.LITTLE_ENDIAN).putShort(0x1fe, (short) 0xaa55).putInt(0x202, 0x53726448);
        assertTrue(refused(zImage, null, BootMethod.AUTO).contains("has not arrived yet"));
        assertTrue(refused(KernelFiles.elf(_ -> {}), "console=ttyS0", BootMethod.AUTO).contains("has not arrived yet"));
    }

    @Test
    void aMissingFileIsNamed() {
        KernelLoader l = new KernelLoader(Optional.of("no-such-kernel"), Optional.empty(), BootMethod.AUTO);
        String message = assertThrows(UsageException.class, () -> l.load(machine, MEMORY)).getMessage();
        assertTrue(message.contains("no-such-kernel") && message.contains("no such file"), message);
    }

    private String refused(byte[] file, String append, BootMethod method) {
        String message = assertThrows(UsageException.class, () -> boot(file, append, method)).getMessage();
        assertTrue(message.lines().count() <= 3, message);
        return message;
    }

    static Stream<Arguments> unusable() {
        return Stream.of(elf("0x0", "not ELF", b -> b.put(0, (byte) 0)), elf("0x4", "ELF64", b -> b.put(4, (byte) 2)),
                elf("0x5", "big-endian", b -> b.put(5, (byte) 2)), elf("0x12", "machine is number 62", b -> b.putShort(18, (short) 62)),
                elf("0x10", "type is 3", b -> b.putShort(16, (short) 3)), elf("0x14", "version 9", b -> b.putInt(20, 9)),
                elf("0x28", "says that it has 64 bytes", b -> b.putShort(40, (short) 64)),
                elf("0x2a", "says that it has 56 bytes", b -> b.putShort(42, (short) 56)),
                elf("0x2c", "no program headers", b -> b.putShort(44, (short) 0)),
                elf("0x34", "table of 7 program headers", b -> b.putShort(44, (short) 7)),
                elf("0xf0", "table of 1 section headers", b -> b.putInt(32, 0xf0).putShort(46, (short) 40).putShort(48, (short) 1)),
                elf("0xfffffff0", "program headers", b -> b.putInt(28, -16)),
                elf("0x80", "truncated", b -> b.putInt(68, 129).putInt(72, 129)), elf("0x34", "only 100 in memory", b -> b.putInt(72, 100)),
                elf("0x54", "overlaps", b -> b.putInt(96, 0x10_0010)), elf("0x54", "memory ends at 0x3fffff", b -> b.putInt(96, 0x3f_f000)),
                elf("0x54", "memory ends", b -> b.putInt(104, -1)), elf("0x34", "PT_LOAD", b -> b.putInt(52, 2).putInt(84, 2)),
                elf("0x34", "dynamic linker", b -> b.putInt(52, 3)), elf("0x18", "lies in no segment", b -> b.putInt(24, 0x30_0000)),
                Arguments.of("0x84", "video", KernelFiles.multibootElf(4, _ -> {})),
                Arguments.of("0x84", "flags 0x20", KernelFiles.multibootElf(0x20, _ -> {})),
                Arguments.of("0x4c", "outside the file", KernelFiles.addressed(0x10_0000, 0, 0, 0x10_0040, b -> b.putInt(76, 0))),
                Arguments.of("0x54", "before the load address", KernelFiles.addressed(0x10_0000, 0xf_0000, 0, 0x10_0040)),
                Arguments.of("0x58", "before the load end", KernelFiles.addressed(0x10_0000, 0, 0x10_0001, 0x10_0040)),
                Arguments.of("0x5c", "outside of what is loaded", KernelFiles.addressed(0x10_0000, 0, 0, 0x20_0000)),
                Arguments.of("0x20", "truncated", KernelFiles.addressed(0x10_0000, 0x10_0800, 0, 0x10_0040)));
    }

    private static Arguments elf(String offset, String problem, Consumer<ByteBuffer> change) {
        return Arguments.of(offset, problem, KernelFiles.elf(change));
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource("unusable")
    void anUnusableKernelIsRefusedWithFileAndOffset(String offset, String problem, byte[] file) {
        String message = refused(file, null, BootMethod.AUTO);
        assertTrue(message.contains("kernel: offset " + offset + ": ") && message.contains(problem), message);
    }

    @Test
    void everyTruncationOfAKernelIsRefused() {
        byte[] whole = KernelFiles.elf(_ -> {});
        for (int n = 0; n < whole.length; n++) refused(Arrays.copyOf(whole, n), null, BootMethod.ELF);
    }

    /** Whatever the headers say, the kernel is loaded into memory or refused. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedHeadersAreLoadedOrRefused(long seed) {
        Random random = new Random(seed);
        byte[][] kernels = {KernelFiles.elf(_ -> {}), KernelFiles.multibootElf(3, _ -> {}), KernelFiles.addressed(0x10_0000, 0, 0, 0x10_0040)};
        int[] values = {0, 1, -1, 0x7fff_ffff, 0x8000_0000, 52, 256, MEMORY, MEMORY - 1, 0x10_0000};
        int loaded = 0;
        for (int n = 0; n < 300; n++) {
            byte[] kernel = kernels[n % 3].clone();
            ByteBuffer b = ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(kernel.length / 4) * 4;
                if (random.nextBoolean()) b.putInt(at, values[random.nextInt(values.length)]);
                else kernel[at + random.nextInt(4)] = (byte) random.nextInt();
            }
            try {
                boot(kernel, null, n % 3 == 0 ? BootMethod.ELF : BootMethod.AUTO);
                loaded++;
                assertTrue(eip() >= 0 && eip() < MEMORY, "seed " + seed + " case " + n);
            } catch (UsageException e) {
                assertTrue(e.getMessage().lines().count() <= 3, "seed " + seed + " case " + n + ": " + e.getMessage());
            }
        }
        assertTrue(loaded > 30, "loaded only " + loaded);
    }
}
