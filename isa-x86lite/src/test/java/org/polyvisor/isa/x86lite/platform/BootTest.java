package org.polyvisor.isa.x86lite.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.x86lite.X86Lite;

/** Whole kernels on the real processor. */
class BootTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private final StringBuilder shown = new StringBuilder();
    private Console.Input keyboard;
    private final Console console = new Console() {
        @Override
        public void write(String text) {
            shown.append(text);
        }

        @Override
        public void connect(Input input) {
            keyboard = input;
        }
    };

    private BareMachine boot(byte[] kernel, Map<String, List<String>> options) throws UsageException {
        X86Lite set = new X86Lite();
        BareMachine m = new BareMachine(set, set.architecture(""), new BareMachine.Settings(16 * MEBIBYTE, 100_000_000, _ -> console));
        Path file = KernelFiles.write(folder, "kernel.elf", kernel);
        Map<String, List<String>> all = new java.util.TreeMap<>(options);
        all.put("kernel", List.of(file.toString()));
        m.attach(all);
        m.platform().boot();
        return m;
    }

    private static void runToItsEnd(BareMachine m, long most) {
        Outcome.Waiting end = assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(most)));
        assertEquals(new Platform.Ending(true, "halted with interrupts disabled", ""), end.ending());
    }

    @Test
    void anElfKernelTalksAndHalts() throws UsageException {
        try (BareMachine m = boot(KernelFiles.elf(_ -> {}), Map.of())) {
            runToItsEnd(m, 100);
            assertEquals("x", shown.toString());
            assertEquals(5, m.instructions());
        }
    }

    @Test
    void aMultibootKernelReadsItsInformationAndTheSerialPort() throws UsageException {
        // MOV ESI, [EBX+64]; MOV DX, 3F8; next: LODSB; TEST AL, AL; JZ read; OUT DX, AL; JMP next
        // read: MOV DL, FD; wait: IN AL, DX; TEST AL, 1; JZ wait; MOV DL, F8; IN AL, DX; OUT DX, AL; CMP AL, 13; JNE read; CLI; HLT
        int[] code = {0x8b, 0x73, 64, 0x66, 0xba, 0xf8, 3, 0xac, 0x84, 0xc0, 0x74, 3, 0xee, 0xeb, 0xf8, 0xb2, 0xfd, 0xec, 0xa8, 1, 0x74,
                0xfb, 0xb2,
            0xf8, 0xec, 0xee, 0x3c, 13, 0x75, 0xf1, 0xfa, 0xf4};
        Consumer<java.nio.ByteBuffer> program = b -> {
            for (int i = 0; i < code.length; i++) b.put(160 + i, (byte) code[i]);
        };
        try (BareMachine m = boot(KernelFiles.multibootElf(3, program), Map.of("append", List.of("x"), "boot", List.of("multiboot")))) {
            assertInstanceOf(Outcome.Budget.class, m.run(Limits.of(1000)));
            assertEquals("Polyvisor", shown.toString());
            keyboard.type("hello\n");
            runToItsEnd(m, 1000);
            assertEquals("Polyvisorhello", shown.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sieve", "crc32", "matsort", "fibchase", "scan", "muldiv", "interp", "recurse", "exits"})
    void aWorkloadMarksItsBeginningAndPrintsItsChecksum(String name) throws IOException, UsageException {
        Properties expected = new Properties();
        try (InputStream in = resource("workloads.properties")) {
            expected.load(in);
        }
        boolean marked = !name.equals(expected.getProperty("unmarked"));
        try (InputStream in = resource(name + ".elf"); BareMachine m = boot(in.readAllBytes(), Map.of())) {
            m.processor().storeAbsolute(Integer.decode(expected.getProperty("count.address")), 4,
                    Integer.parseInt(expected.getProperty(name + ".short.count")));
            if (marked) m.processor().storeAbsolute(Integer.decode(expected.getProperty("warm.address")), 4, 2);
            runToItsEnd(m, 1_000_000_000);
            String last = name + " " + expected.getProperty(name + ".short.checksum") + "\n";
            assertEquals(marked ? name + " start\n" + last : last, shown.toString());
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(X86Lite.class.getResourceAsStream("workloads/" + name), name);
    }
}
