package org.polyvisor.isa.x86lite.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.AdditionalAnswers.returnsFirstArg;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.x86lite.state.Ports;
import org.polyvisor.isa.x86lite.state.Registers;

class PersonalComputerTypeTest {
    private final PlatformHost host = mock(PlatformHost.class);
    private final Machine machine = mock(Machine.class);
    private final Console console = mock(Console.class);
    private final PersonalComputerType type = new PersonalComputerType();

    @BeforeEach
    void connect() {
        when(host.file(anyString())).then(returnsFirstArg());
        when(host.machine()).thenReturn(machine);
        when(host.console("com1")).thenReturn(console);
    }

    @Test
    void theSerialPortIsTheConsoleUnlessSomethingElseIsSaid() throws UsageException {
        try (Platform p = type.create(host, Map.of())) {
            p.boot();
            Ports ports = p.service(Ports.class);
            ports.out(0x3f8, 1, 'H', 0);
            verify(console).write("H");
            assertEquals(0x60, ports.in(0x3fd, 1, 0));
            assertEquals(0xff, ports.in(0x3f0, 1, 0));
            assertEquals(2, ports.in(0x92, 1, 0));
        }
    }

    @Test
    void theSerialPortCanRecordToAFile(@TempDir Path folder) throws UsageException, IOException {
        Path file = folder.resolve("serial.log");
        try (Platform p = type.create(host, Map.of("attach", List.of("com1=" + file)))) {
            p.boot();
            Ports ports = p.service(Ports.class);
            for (int c : new int[] {'a', '\r', '\n', 0xff}) ports.out(0x3f8, 1, c, 0);
        }
        assertArrayEquals(new byte[] {'a', '\r', '\n', -1}, Files.readAllBytes(file));
    }

    @Test
    void haltingWithInterruptsDisabledEndsTheRun() throws UsageException {
        try (Platform p = type.create(host, Map.of())) {
            assertEquals(Optional.of(new Platform.Ending(true, "halted with interrupts disabled", "")), p.ending());
            when(machine.get(Registers.IF)).thenReturn(1L);
            assertEquals(Optional.empty(), p.ending());
        }
    }

    @Test
    void theBareMachineHasPortsThatReadOnes() {
        Ports ports = type.bare(host).service(Ports.class);
        assertNotNull(ports);
        assertEquals(-1, ports.in(0x3f8, 4, 0));
    }

    @ParameterizedTest
    @CsvSource({"boot, floppy, there are auto", "boot, disk, has not arrived yet", "boot, linux, has not arrived yet",
            "initrd, x, has not arrived yet",
        "boot, multiboot, --kernel FILE", "boot, auto, --kernel FILE", "attach, 'com1=stdio,ro', com1 has no options",
        "append, x, --kernel FILE", "attach, com2=stdio, com1", "attach, com1=, to what",
                "attach, com1, DEVICE=WHAT",
        "attach, hda=disk.img, have not arrived yet", "attach, com1=no-such-folder/file, its directory does not exist"})
    void anUnusableOptionIsRefused(String option, String value, String problem) {
        String message = assertThrows(UsageException.class, () -> type.create(host, Map.of(option, List.of(value)))).getMessage();
        assertTrue(message.contains("--" + option) && message.contains(problem), message);
    }

    @Test
    void anOptionIsGivenOnce() {
        assertThrows(UsageException.class, () -> type.create(host, Map.of("kernel", List.of("a", "b"))));
        assertThrows(UsageException.class, () -> type.create(host, Map.of("attach", List.of("com1=stdio", "com1=stdio"))));
    }
}
