package org.polyvisor.isa.x86lite.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.GuestProgram;
import org.polyvisor.guest.GuestSystem;
import org.polyvisor.guest.compiler.ClassSource;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.x86lite.X86Lite;

/** The kernel's hooks, and its files, on the machine. */
class KernelTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private final X86Lite set = new X86Lite();
    private final Architecture architecture;
    private final X86Port port = new X86Port();
    private final StringBuilder shown = new StringBuilder();
    private final List<Console.Input> keyboard = new ArrayList<>();
    private final Console console = new Console() {
        @Override
        public void write(String text) {
            shown.append(text);
        }

        @Override
        public void connect(Input input) {
            keyboard.add(input);
        }
    };

    KernelTest() throws UsageException {
        architecture = set.architecture("");
    }

    private BareMachine machine(long storage) {
        return new BareMachine(set, architecture, new BareMachine.Settings(storage, BareMachine.Settings.RATE, _ -> console));
    }

    private BuiltGuest guest(Class<?>... programs) throws Exception {
        List<GuestProgram> all = new ArrayList<>();
        for (Class<?> c : programs) all.add(new GuestProgram(c.getSimpleName(), c.getName(), "", false));
        GuestDefinition d = new GuestDefinition("test", "", GuestDefinition.KERNEL, all, 12, "");
        return new GuestSystem(set, architecture, ClassSource.of(KernelTest.class)).build(d);
    }

    private void run(BuiltGuest guest, String typed) throws UsageException {
        try (BareMachine m = machine(16 * MEBIBYTE)) {
            m.attach(Map.of());
            guest.boot(m);
            if (!typed.isEmpty()) keyboard.getFirst().type(typed);
            Outcome.Waiting end = assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(100_000_000)), shown::toString);
            assertEquals(new Platform.Ending(true, "halted with interrupts disabled", ""), end.ending());
        }
    }

    @Test
    @DisplayName("a program whose stack is full is ended, and touches nothing that is not its own")
    void stack() throws Exception {
        run(guest(Deep.class, Answer.class), "");
        String line = shown.toString().lines().filter(l -> l.startsWith("* Deep")).findFirst().orElse("");
        assertTrue(line.matches("\\* Deep abend: protection at Deep\\.(sum|main) line \\d+"), shown::toString);
        assertTrue(shown.toString().contains("* Answer ended, code 42"), shown::toString);
    }

    @Test
    @DisplayName("what was typed before the kernel began is read, as it is edited")
    void typed() throws Exception {
        run(guest(Count.class), "x\b123\u007f4\n");
        assertTrue(shown.toString().contains("* Count ended, code 124"), shown::toString);
    }

    // ---- what ends abnormally

    private Outcome kernel(String code) throws Exception {
        Program p = architecture.syntax().assemble(architecture, port.origin(port.kernelOrigin()) + "\n" + port.kernelHooks() + code);
        try (BareMachine m = machine(16 * MEBIBYTE)) {
            m.attach(Map.of());
            port.boot(m, architecture, p);
            return m.run(Limits.of(1_000_000));
        }
    }

    @ParameterizedTest
    @CsvSource({"ud2, 00000006", "'xor ecx, ecx\ndiv ecx', 00000000", "'mov eax, -1\nmov ds, eax', 0000000D"})
    @DisplayName("a trap in the kernel is told, and shuts the machine down")
    void panic(String code, String vector) throws Exception {
        assertInstanceOf(Outcome.Shutdown.class, kernel("BOOT: " + code + "\nret\nTRAP: ret\n"));
        assertTrue(shown.toString().matches("\\* panic: trap " + vector + " at 0010[0-9A-F]{4}\n"), shown::toString);
    }

    @Test
    @DisplayName("halt with a code other than 0 shuts the machine down, with 0 it ends normally")
    void halt() throws Exception {
        assertInstanceOf(Outcome.Shutdown.class, kernel("BOOT: push 2\ncall X_HALT\nTRAP: ret\n"));
        Outcome.Waiting end = assertInstanceOf(Outcome.Waiting.class, kernel("BOOT: push 0\ncall X_HALT\nTRAP: ret\n"));
        assertTrue(end.ending().normal());
    }

    // ---- files

    private Outcome bootFile(byte[] kernel, long storage) throws Exception {
        Path file = Files.write(folder.resolve("kernel"), kernel);
        try (BareMachine m = machine(storage)) {
            m.attach(Map.of("kernel", List.of(file.toString())));
            m.platform().boot();
            return m.run(Limits.of(10_000_000));
        }
    }

    @Test
    @DisplayName("a kernel boots from its file; with too little storage, both ways say so")
    void file() throws Exception {
        BuiltGuest guest = guest(Answer.class);
        Outcome.Waiting end = assertInstanceOf(Outcome.Waiting.class, bootFile(guest.bootable(), 8 * MEBIBYTE), shown::toString);
        assertTrue(end.ending().normal());
        assertTrue(shown.toString().endsWith("* Answer ended, code 42\n* all tasks ended\n"), shown::toString);
        String message = assertThrows(UsageException.class, () -> bootFile(guest.bootable(), 4 * MEBIBYTE)).getMessage();
        assertTrue(message.contains("give more with --memory"), message);
        try (BareMachine m = machine(4 * MEBIBYTE)) {
            m.attach(Map.of());
            message = assertThrows(UsageException.class, () -> guest.boot(m)).getMessage();
        }
        assertEquals("the kernel and its programs need 8,388,608 bytes of storage; there are 4,194,304: give more with --memory", message);
    }
}
