package org.polyvisor.isa.s370;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.s370.oracle.Hercules;
import org.polyvisor.isa.s370.oracle.InterruptionCase;

/**
 * Control instructions and interruptions of all classes, with masks and priorities, are those of Hercules 3.13. To record anew, after
 * changes of {@code interruptions.txt}: {@code -Dpolyvisor.hercules.record=FILE}, which is written.
 */
@DisplayName("Control instructions and interruptions")
class InterruptionTest {
    private static final int LEAST_CASES = 250;
    private static final int STORAGE = 2 << 20, SAVED = InterruptionCase.RECORDS + InterruptionCase.MOST * InterruptionCase.LENGTH;
    private static final int CASE = 0x2000, CASE_END = 0x3000, INSTRUCTIONS = 5_000_000;

    private final S370 set = new S370();
    private final Architecture architecture = set.architecture("s370");

    InterruptionTest() throws UsageException {}

    static Stream<InterruptionCase> cases() throws IOException {
        return InterruptionCase.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("what Hercules did")
    void same(InterruptionCase c) throws IOException, UsageException {
        assertEquals(String.join("\n", c.expected()), String.join("\n", run(image(c), Tier.INTERPRETER)), c::toString);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("what Hercules did, translated")
    void sameTranslated(InterruptionCase c) throws IOException, UsageException {
        assertEquals(String.join("\n", c.expected()), String.join("\n", run(image(c), Tier.EAGER)), c::toString);
    }

    @Test
    @DisplayName("the cases are many, and each has its result and a name of its own")
    void complete() throws IOException {
        Set<String> names = new HashSet<>();
        List<InterruptionCase> all = InterruptionCase.all();
        for (InterruptionCase c : all) {
            assertTrue(names.add(c.name()), c.name());
            assertTrue(!c.logged().isEmpty(), c.name());
            assertTrue(c.demanded().isEmpty() || c.text().stream().anyMatch(l -> l.startsWith("*") && l.contains("GA22-")), c.name());
        }
        assertTrue(all.size() >= LEAST_CASES, () -> all.size() + " cases");
        Set<String> classes = all.stream().flatMap(c -> c.logged().stream()).map(l -> l.split(" ")[0]).collect(Collectors.toSet());
        assertEquals(Set.of("external", "svc", "program", "io", "restart"), classes);
    }

    @Test
    @EnabledIfSystemProperty(named = "polyvisor.hercules.record", matches = ".+")
    @DisplayName("record what Hercules does: -Dpolyvisor.hercules.record=FILE")
    void record() throws IOException {
        Hercules hercules = Hercules.find().orElseThrow(() -> new IOException("Hercules is not installed"));
        List<InterruptionCase> all = InterruptionCase.all();
        List<byte[]> images = new ArrayList<>();
        for (InterruptionCase c : all) images.add(image(c));
        List<byte[]> after = hercules.boot(images, SAVED);
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) blocks.add(all.get(i).with(InterruptionCase.log(after.get(i))).toString());
        Files.writeString(Path.of(System.getProperty("polyvisor.hercules.record")), String.join("\n", blocks));
    }

    private byte[] image(InterruptionCase c) throws IOException {
        try {
            Program p = architecture.syntax().assemble(architecture, c.program());
            return p.image();
        } catch (AssemblyException e) {
            throw new AssertionError(c.name() + ": " + e.getMessage(), e);
        }
    }

    /** From the restart to the disabled wait, with the operator's keys pressed where the program says. */
    private List<String> run(byte[] image, Tier tier) throws UsageException {
        BareMachine m = new BareMachine(set, architecture, BareMachine.Settings.of(STORAGE));
        m.attach(Map.of("attach", List.of("00C=3505", "01F=1052")));
        m.load(0, image);
        m.platform().boot();
        Psw.write(m.processor(), ByteBuffer.wrap(image).getLong(0), true);
        m.host().tier(tier);
        Set<Integer> actions = operatorActions(image);
        Outcome end = m.run(limits(actions));
        while (end instanceof Outcome.Stop && actions.remove(m.processor().pc())) {
            press(m);
            end = m.run(limits(actions));
        }
        assertEquals(0x0002_0000_0000_0d0eL, Psw.read(m.processor()), "the end");
        assertInstanceOf(Outcome.Waiting.class, end);
        return InterruptionCase.log(m.read(0, SAVED));
    }

    private static Limits limits(Set<Integer> stops) {
        return new Limits(INSTRUCTIONS, Set.copyOf(stops), Set.of(), () -> false);
    }

    private static Set<Integer> operatorActions(byte[] image) {
        ByteBuffer b = ByteBuffer.wrap(image);
        Set<Integer> found = new HashSet<>();
        for (int at = CASE; at + 4 <= Math.min(CASE_END, image.length); at += 2)
            if (b.getInt(at) == InterruptionCase.OPERATOR) found.add(at);
        return found;
    }

    /** Register 15 has the length of the command, then the response, 0. */
    private static void press(BareMachine m) {
        boolean external = m.processor().get(Registers.GR[15]) == 3;
        m.processor().set(Registers.GR[15], 0);
        Psw.write(m.processor(), Psw.read(m.processor()) + 4, true);
        m.request(external ? Interruptions.INTERRUPT_KEY_LINE : Interruptions.RESTART_LINE);
    }
}
