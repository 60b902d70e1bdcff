package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.GuestProgram;
import org.polyvisor.guest.GuestSystem;
import org.polyvisor.guest.HostRun;
import org.polyvisor.guest.Transcript;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Lockstep;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.TechniqueChoice;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;

/**
 * Every guest of the catalogue on a machine of an instruction set, bare and under every technique that claims equivalence: it prints what
 * its transcript says, its programs what they print on the host JVM, and a virtual machine does exactly what the bare one does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GuestSystemContract {
    /** Virtual time at which what is typed is typed: the guest has started long ago. */
    private static final long TYPING = 10_000_000;
    /** Virtual time in which every guest ends. */
    private static final long MOST = 200_000_000;

    private record Run(BareMachine machine, Outcome end, String console, long nanoseconds) {
        boolean normal() {
            return end instanceof Outcome.Waiting w && w.ending() != null && w.ending().normal();
        }
    }

    private final InstructionSet set;
    private final Architecture architecture;
    /** Bare first, then every technique that claims equivalence. */
    private final Map<String, Function<Storage, Host>> makers = new LinkedHashMap<>();

    /**
     * Makes the contract.
     *
     * @param set the instruction set under test
     * @throws UsageException if it has no default processor
     */
    protected GuestSystemContract(InstructionSet set) throws UsageException {
        this.set = set;
        architecture = set.architecture("");
        for (String name : TechniqueChoice.NAMES) {
            TechniqueChoice choice = TechniqueChoice.of(name, architecture);
            if (choice.equivalent()) makers.putIfAbsent(choice.name(), choice.processor(architecture));
        }
    }

    /** {@return the guests by name} */
    protected static Stream<Arguments> guests() {
        return GuestCatalogue.all().stream().map(d -> Arguments.of(d.name(), d));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guests")
    @DisplayName("a guest does what its transcript says, and the same on machines real and virtual")
    void guest(String name, GuestDefinition definition) throws GuestSourceException, UsageException {
        BuiltGuest guest = new GuestSystem(set, architecture).build(definition);
        Run bare = null;
        List<String> figures = new ArrayList<>();
        for (Map.Entry<String, Function<Storage, Host>> e : makers.entrySet()) {
            Run run = run(guest, e.getValue());
            figures.add(e.getKey() + " " + run.nanoseconds / 1_000_000 + " ms");
            if (bare == null) {
                bare = run;
                check(definition, run);
                continue;
            }
            assertEquals(bare.console, run.console, e.getKey());
            assertEquals(bare.end, run.end, e.getKey());
            assertEquals(Optional.empty(), Lockstep.difference(bare.machine, run.machine), e.getKey());
        }
        if (bare != null)
            System.out.println(architecture.name() + " " + name + ": " + bare.machine.instructions() + " instructions, kernel of "
                    + guest.kernel().bytes().length + " bytes, " + String.join(", ", figures));
    }

    private void check(GuestDefinition definition, Run run) {
        assertEquals(Optional.empty(), Transcript.of(definition).difference(run.console), run.end + " after:\n" + run.console);
        boolean system = definition.kernel().equals(GuestDefinition.KERNEL);
        assertEquals(system, run.normal(), () -> "it ended with " + run.end);
        if (!system) overwritten(run);
        if (!system || !definition.programs().stream().allMatch(GuestProgram::hosted)) return;
        Map<String, List<String>> expected = new LinkedHashMap<>(HostRun.of(definition));
        expected.put("", Transcript.of(definition).lines().get(""));
        assertEquals(Optional.empty(), new Transcript(expected, definition.typed()).difference(run.console), run.console);
    }

    /** It stopped in the middle of its own code, with everything below and behind that overwritten. */
    private static void overwritten(Run run) {
        assertTrue(run.end instanceof Outcome.Shutdown || run.end instanceof Outcome.Stopped, () -> "it ended with " + run.end);
        byte[] first = run.machine.read(0, 4);
        int storage = (int) run.machine.storage();
        assertArrayEquals(first, run.machine.read(storage - 4, 4));
        assertArrayEquals(first, run.machine.read(storage / 2, 4));
        assertNotEquals(0, first[0]);
    }

    private Run run(BuiltGuest guest, Function<Storage, Host> maker) throws UsageException {
        StringBuilder printed = new StringBuilder();
        List<Console.Input> keys = new ArrayList<>();
        Console console = new Console() {
            @Override
            public void write(String text) {
                printed.append(text);
            }

            @Override
            public void connect(Input input) {
                keys.add(input);
            }
        };
        BareMachine.Settings settings = new BareMachine.Settings(set.defaultStorage(), BareMachine.Settings.RATE, _ -> console);
        BareMachine m = new BareMachine(set, architecture, settings, maker);
        m.attach(Map.of());
        guest.boot(m);
        String typed = guest.definition().typed();
        if (!typed.isEmpty()) m.schedule(TYPING, () -> keys.getFirst().type(typed));
        long from = System.nanoTime();
        Outcome end = m.run(Limits.slice(MOST));
        return new Run(m, end, printed.toString(), System.nanoTime() - from);
    }

    @Test
    @DisplayName("a guest is the same each time it is built, and its listing has every program")
    void reproducible() throws GuestSourceException, UsageException {
        GuestDefinition definition = GuestCatalogue.named("mixed");
        BuiltGuest one = new GuestSystem(set, architecture).build(definition);
        BuiltGuest two = new GuestSystem(set, architecture).build(definition);
        assertArrayEquals(one.bootable(), two.bootable());
        assertEquals(one.listing(), two.listing());
        for (GuestProgram p : definition.programs()) assertTrue(one.listing().contains("* " + p.name() + ": "), p.name());
    }
}
