package org.polyvisor.isa.s370.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.s370.Interruptions;
import org.polyvisor.isa.s370.platform.channel.Bench;

class SystemPlatformTest {
    @TempDir
    private Path folder;

    private final Bench bench = new Bench("s370");
    private final RegisterView.Reader reader = mock(RegisterView.Reader.class);
    private final RegisterView.Writer writer = mock(RegisterView.Writer.class);
    private final SystemPlatformType type = new SystemPlatformType(_ -> new RegisterView("psw", 64, true, 1, reader, writer), 5);

    private String deck(String... cards) throws IOException {
        StringBuilder hex = new StringBuilder();
        for (String c : cards) hex.append((c.replace(" ", "") + "40".repeat(80)), 0, 160);
        return Files.write(folder.resolve("deck"), java.util.HexFormat.of().parseHex(hex)).toString();
    }

    private Platform create(String... attachments) throws UsageException {
        return type.create(bench.host(), Map.of("attach", List.of(attachments)));
    }

    private Platform loading(String device, String... attachments) throws UsageException {
        return type.create(bench.host(), Map.of("attach", List.of(attachments), "ipl", List.of(device)));
    }

    @Test
    void theInitialProgramIsLoadedWithItsStatusWord() throws IOException, UsageException {
        String deck = deck("0000000000001000 0200100000000050 0000000000000000", "C8C5D3D3D6");
        try (Platform p = loading("c", "00C=1442," + deck)) {
            p.boot();
        }
        verify(writer).write(bench.machine(), 0x1000);
        assertEquals(0x0000000c00001000L, bench.number(0, 8), "the device address in the word at 0");
        assertEquals("HELLO", new String(bench.bytes(0x1000, 5), Charset.forName("IBM037")));
    }

    @Test
    void anExtendedControlWordLeavesTheAddressAt186() throws IOException, UsageException {
        String deck = deck("0008000000001000 0300000000000001");
        try (Platform p = loading("00C", "00C=3505," + deck)) {
            p.boot();
        }
        assertEquals(0x0008000000001000L, bench.number(0, 8));
        assertEquals(0x0c, bench.number(184, 4));
    }

    @Test
    void loadingThatFailsSaysWhy() throws IOException, UsageException {
        assertTrue(refusedBoot("00C=1442").contains("unit check"));
        assertTrue(refusedBoot("00C=1442," + deck("00")).contains("program check"));
        assertTrue(refusedBoot("00C=1442," + deck("0000000000001000 0200100040000050 0200200040000050")).contains("unit check"));
        assertTrue(refusedBoot("00C=1052").contains("a command the device does not have"));
        doThrow(new IllegalArgumentException("bit 0 is one")).when(writer).write(any(), anyLong());
        assertTrue(refusedBoot("00C=1442," + deck("8008000000001000 0300000000000001")).contains("bit 0 is one"));
    }

    private String refusedBoot(String attachment) throws UsageException {
        try (Platform p = loading("00C", attachment)) {
            String message = assertThrows(UsageException.class, p::boot).getMessage();
            assertTrue(message.startsWith("--ipl 00C: "), message);
            return message;
        }
    }

    @Test
    void aConsoleIsThereWithoutAsking() throws UsageException {
        try (Platform p = create()) {
            Channels channels = p.service(Channels.class);
            assertEquals(0, channels.testIo(bench.machine(), 0x1f, 0));
            assertEquals(3, channels.testIo(bench.machine(), 0x09, 0));
            assertEquals(3, channels.testIo(bench.machine(), 0x11f, 0));
            assertEquals(3, channels.testChannel(bench.machine(), 0x100, 0));
            assertEquals(0, channels.testChannel(bench.machine(), 0x7f, 0));
        }
        try (Platform p = create("009=1052")) {
            assertEquals(3, p.service(Channels.class).testIo(bench.machine(), 0x1f, 0));
        }
        verify(bench.host()).console("009");
    }

    @Test
    void anAcceptedInterruptionTellsDeviceAndStatusWord() throws UsageException {
        try (Platform p = create()) {
            bench.keyboard().attention();
            assertTrue(bench.requested(5));
            assertEquals(new Interruption(Interruptions.IO, 0x1f, 0, 0x80000000, 0), p.accept(5));
        }
    }

    @ParameterizedTest(name = "PSW {0}: normal {1}, code {2}")
    @CsvSource({"0002000000000000, true, 000000", "0002000000000BAD, false, 000BAD", "00020000FF123456, false, 123456",
            "000A000000000000, true, 000000",
        "040A000000000000, true, 000000"})
    void aDisabledWaitEndsTheRun(String psw, boolean normal, String code) throws UsageException {
        when(reader.read(bench.machine())).thenReturn(Long.parseUnsignedLong(psw, 16));
        try (Platform p = create()) {
            assertEquals(Optional.of(new Platform.Ending(normal, "disabled wait", code)), p.ending());
        }
    }

    @ParameterizedTest
    @CsvSource({"8002000000000000", "0102000000000000", "020A000000000000", "010A000000000000"})
    void anEnabledWaitDoesNot(String psw) throws UsageException {
        when(reader.read(bench.machine())).thenReturn(Long.parseUnsignedLong(psw, 16));
        try (Platform p = create()) {
            assertEquals(Optional.empty(), p.ending());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"00C | give ADDRESS=TYPE", "XYZ=1052 | no device address", "1000=1052 | no device address",
        "190=3330 | channel 1 has not arrived yet", "00E=1403 | has not arrived yet", "00E=9999 | there is no device type 9999",
        "00C=1442,missing | there is no such file", "01F=1052,file | neither file nor options", "00C=1442,x,code=ascii | no code ascii",
        "00C=1442,x,fast | no option fast"})
    void anUnusableAttachmentIsRefused(String attachment, String problem) {
        String message = assertThrows(UsageException.class, () -> create(attachment).close()).getMessage();
        assertTrue(message.startsWith("--attach ") && message.contains(problem), message);
    }

    @Test
    void addressesAreUniqueAndLoadingIsFromADevice() {
        assertThrows(UsageException.class, () -> create("00C=1442", "00c=2501").close());
        assertThrows(UsageException.class, () -> create("01F=1442").close());
        assertThrows(UsageException.class, () -> loading("00C").close());
        assertThrows(UsageException.class, () -> loading("zz").close());
    }

    @Test
    void theBareMachineHasNoChannels() {
        Platform p = type.bare(bench.host());
        assertEquals(3, p.service(Channels.class).startIo(bench.machine(), 0x1f, 0));
        assertEquals(Optional.of(new Platform.Ending(true, "disabled wait", "000000")), p.ending());
        verify(reader).read(eq(bench.machine()));
    }
}
