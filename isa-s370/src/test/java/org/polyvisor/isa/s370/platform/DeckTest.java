package org.polyvisor.isa.s370.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.s370.S370;

/**
 * Card decks that run without an operating system. What they print is what Hercules 3.13 prints. They are found in the folder
 * {@code tos360} of the environment variable {@code POLYVISOR_GUESTS}, or else of {@code ../shared/guests} beside the repository.
 */
class DeckTest {
    private final StringBuilder printed = new StringBuilder();
    private Console.Input keyboard;
    private final Console console = new Console() {
        @Override
        public void write(String text) {
            printed.append(text);
        }

        @Override
        public void connect(Input input) {
            keyboard = input;
        }
    };

    private static Path deck(String name) {
        Path guests = Optional.ofNullable(System.getenv("POLYVISOR_GUESTS")).map(Path::of).orElse(Path.of("..", "..", "shared", "guests"));
        Path deck = guests.resolve("tos360").resolve(name);
        assumeTrue(Files.exists(deck), deck + " is not there: set POLYVISOR_GUESTS to the folder that holds tos360");
        return deck;
    }

    private BareMachine load(String model, String name) throws UsageException {
        S370 set = new S370();
        Path deck = deck(name);
        BareMachine m = new BareMachine(set, set.architecture(model), new BareMachine.Settings(2 << 20, 100_000_000, _ -> console));
        m.attach(Map.of("attach", List.of("00C=1442," + deck), "ipl", List.of("00C")));
        m.platform().boot();
        return m;
    }

    private String printed() {
        String p = printed.toString();
        printed.setLength(0);
        return p;
    }

    @ParameterizedTest
    @ValueSource(strings = {"s370", "s360"})
    void helloPrintsAndWaits(String model) throws UsageException {
        try (BareMachine m = load(model, "hello.deck")) {
            Outcome.Waiting end = assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(1000)));
            assertEquals("Hello Bare-Metal World!\n", printed());
            assertEquals(new Platform.Ending(true, "disabled wait", "000000"), end.ending());
            assertEquals(25, m.instructions(), "as many as a trace of Hercules has");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s370", "s360"})
    void echoTypesBackWhatIsTyped(String model) throws UsageException {
        try (BareMachine m = load(model, "echo.deck")) {
            assertInstanceOf(Outcome.Budget.class, m.run(Limits.of(50_000)));
            assertEquals("ENTER: ", printed());
            for (String line : new String[] {"Hello there", "quit is not all", "12345"}) {
                keyboard.type(line + "\n");
                assertInstanceOf(Outcome.Budget.class, m.run(Limits.of(50_000)));
                assertEquals(line + "\n" + line + "\nENTER: ", printed());
            }
        }
    }
}
