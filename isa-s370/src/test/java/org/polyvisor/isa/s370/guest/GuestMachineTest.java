package org.polyvisor.isa.s370.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.GuestSystem;
import org.polyvisor.guest.Transcript;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.s370.S370;

@DisplayName("A System/370 with the guest operating system")
class GuestMachineTest {
    /** Virtual time at which programs run. */
    private static final long RUNNING = 500_000;

    @TempDir
    private Path folder;

    private final S370 set = new S370();
    private final StringBuilder paper = new StringBuilder();
    private final PaperConsole console = new PaperConsole(paper);

    private BuiltGuest guest(String name) throws GuestSourceException, UsageException {
        return new GuestSystem(set, set.architecture("")).build(GuestCatalogue.named(name));
    }

    private BareMachine machine(long storage, Map<String, List<String>> options) throws UsageException {
        BareMachine.Settings settings = new BareMachine.Settings(storage, BareMachine.Settings.RATE, _ -> console);
        BareMachine m = new BareMachine(set, set.architecture(""), settings);
        m.attach(options);
        return m;
    }

    private BareMachine booted(String name) throws GuestSourceException, UsageException {
        BareMachine m = machine(set.defaultStorage(), Map.of());
        guest(name).boot(m);
        return m;
    }

    private BareMachine loading(Path deck) throws UsageException {
        return machine(set.defaultStorage(), Map.of("ipl", List.of("00C"), "attach", List.of("00C=3505," + deck + ",code=ebcdic")));
    }

    private void ends(BareMachine m) {
        Outcome.Waiting end = assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(100_000_000)), paper::toString);
        assertTrue(end.ending().normal(), () -> end + "\n" + paper);
    }

    private void prints(String name) throws UsageException {
        GuestDefinition d = GuestCatalogue.named(name);
        assertEquals(Optional.empty(), Transcript.of(d).difference(paper.toString()), paper::toString);
    }

    @Test
    @DisplayName("loads it from cards, whatever was in storage")
    void cards() throws GuestSourceException, UsageException, IOException {
        Path deck = Files.write(folder.resolve("deck"), guest("rogues").bootable());
        try (BareMachine m = loading(deck)) {
            for (int address = 0; address < set.defaultStorage(); address += 4) m.processor().storeAbsolute(address, 4, 0xa5a5_a5a5L);
            m.platform().boot();
            ends(m);
            prints("rogues");
        }
    }

    @Test
    @DisplayName("stops with a code if a card is missing")
    void missingCard() throws GuestSourceException, UsageException, IOException {
        byte[] deck = guest("hello").bootable();
        Path shorter = Files.write(folder.resolve("deck"), Arrays.copyOf(deck, deck.length - 80));
        try (BareMachine m = loading(shorter)) {
            m.platform().boot();
            assertEquals("0E0001", assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(100_000_000))).ending().code());
        }
    }

    @Test
    @DisplayName("needs its storage")
    void storage() throws GuestSourceException, UsageException {
        BuiltGuest guest = guest("hello");
        BareMachine m = machine(1 << 20, Map.of());
        assertTrue(assertThrows(UsageException.class, () -> guest.boot(m)).getMessage().contains("--memory 2M"));
    }

    @Test
    @DisplayName("takes lines that are typed key by key while other programs print")
    void typing() throws GuestSourceException, UsageException {
        BareMachine m = booted("mixed");
        String typed = GuestCatalogue.named("mixed").typed();
        for (int i = 0; i < typed.length(); i++) {
            String key = typed.substring(i, i + 1);
            m.schedule(RUNNING / 10 + i * 4_001L, () -> console.keys().getFirst().type(key));
        }
        ends(m);
        String printed = paper.toString();
        int lines = 0;
        for (String line : typed.lines().filter(l -> !l.isEmpty()).toList())
            assertTrue(printed.contains("echo: " + ++lines + ": " + line + "\n"), printed);
    }

    @Test
    @DisplayName("opens the keyboard at the attention key, though no program reads")
    void attention() throws GuestSourceException, UsageException {
        BareMachine m = booted("nap");
        m.schedule(RUNNING, () -> console.keys().getFirst().type("typed\n"));
        m.schedule(2 * RUNNING, () -> {
            assertTrue(!paper.toString().contains("typed"), paper::toString);
            console.keys().getFirst().attention();
        });
        ends(m);
        assertTrue(paper.toString().contains("typed\n"), paper::toString);
    }
}
