package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
public abstract class GuestSystemContract {
    /** Virtual time at which what is typed is typed: the guest has started long ago. */
    private static final long TYPING = 10_000_000;
    /** Instructions in which every guest ends. */
    private static final long MOST = 200_000_000;

    private record Run(BareMachine machine, Outcome end, String console, long nanoseconds) {
        boolean normal() {
            return end instanceof Outcome.Waiting w && w.ending() != null && w.ending().normal();
        }
    }

    /** Makes the contract. */
    protected GuestSystemContract() {}

    /** {@return the instruction set under test} */
    protected abstract InstructionSet instructionSet();

    private Architecture architecture() throws UsageException {
        return instructionSet().architecture("");
    }

    /** {@return the guests by name} */
    protected static Stream<Arguments> guests() {
        return GuestCatalogue.all().stream().map(d -> Arguments.of(d.name(), d));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guests")
    @DisplayName("a guest does what its transcript says, and the same on machines real and virtual")
    void guest(String name, GuestDefinition definition) throws GuestSourceException, UsageException {
        BuiltGuest guest = new GuestSystem(instructionSet(), architecture()).build(definition);
        Run bare = null;
        List<String> figures = new ArrayList<>();
        for (Map.Entry<String, Function<Storage, Host>> e : makers().entrySet()) {
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
            System.out.println(architecture().name() + " " + name + ": " + bare.machine.instructions() + " instructions, kernel of "
                    + guest.kernel().bytes().length + " bytes, " + String.join(", ", figures));
    }

    private void check(GuestDefinition definition, Run run) {
        assertEquals(Optional.empty(), Transcript.of(definition).difference(run.console), run.end + " after:\n" + run.console);
        boolean system = definition.kernel().equals(GuestDefinition.KERNEL);
        assertEquals(system, run.normal(), () -> "it ended with " + run.end);
        if (!system) assertFalse(run.end instanceof Outcome.Waiting w && w.ending() == null, () -> "it waits: " + run.end);
        if (!system || !definition.programs().stream().allMatch(GuestProgram::hosted)) return;
        Map<String, List<String>> expected = new LinkedHashMap<>(HostRun.of(definition));
        expected.put("", Transcript.of(definition).lines().get(""));
        assertEquals(Optional.empty(), new Transcript(expected, definition.typed()).difference(run.console), run.console);
    }

    /** Bare first, then every technique that claims equivalence. */
    private Map<String, Function<Storage, Host>> makers() throws UsageException {
        Map<String, Function<Storage, Host>> makers = new LinkedHashMap<>();
        for (String name : TechniqueChoice.NAMES) {
            TechniqueChoice choice = TechniqueChoice.of(name, architecture());
            if (choice.equivalent()) makers.putIfAbsent(choice.name(), choice.processor(architecture()));
        }
        return makers;
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
        InstructionSet set = instructionSet();
        BareMachine.Settings settings = new BareMachine.Settings(set.defaultStorage(), BareMachine.Settings.RATE, _ -> console);
        BareMachine m = new BareMachine(set, guest.architecture(), settings, maker);
        m.attach(Map.of());
        guest.boot(m);
        String typed = guest.definition().typed();
        if (!typed.isEmpty()) m.schedule(TYPING, () -> keys.getFirst().type(typed));
        long from = System.nanoTime();
        Outcome end = m.run(Limits.of(MOST));
        return new Run(m, end, printed.toString(), System.nanoTime() - from);
    }

    @Test
    @DisplayName("a guest is the same each time it is built, and its listing has every program")
    void reproducible() throws GuestSourceException, UsageException {
        GuestDefinition definition = GuestCatalogue.named("mixed");
        BuiltGuest one = new GuestSystem(instructionSet(), architecture()).build(definition);
        BuiltGuest two = new GuestSystem(instructionSet(), architecture()).build(definition);
        assertArrayEquals(one.bootable(), two.bootable());
        assertEquals(one.listing(), two.listing());
        for (GuestProgram p : definition.programs()) assertTrue(one.listing().contains("* " + p.name() + ": "), p.name());
    }
}
