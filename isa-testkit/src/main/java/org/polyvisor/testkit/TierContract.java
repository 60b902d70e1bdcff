package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.BareMachine.Delivery;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;

/**
 * Translated code does what interpreted code does: the same random programs, full of loops, run in the same portions on machines that
 * differ in the tier alone, and after each portion registers, storage and its attributes, number of instructions, virtual time and the log
 * of interruptions are the same. Of each program, portions of 1, 2, 3 and so on instructions are run, and some of up to thousands.
 *
 * <p>{@code -Dsoak} runs 100,000 programs, {@code -Dsoak=N} N; {@code -Dpolyvisor.tiers.seed=N} says from which on.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TierContract {
    private static final long SEED = Long.getLong("polyvisor.tiers.seed", 1970);
    private static final int PROGRAMS = Soak.times(2_000, 100_000);
    /** The tiers that take turns in being compared with the interpreter. */
    private static final List<Tier> TIERS = List.of(Tier.EAGER, new Tier(100, 1), new Tier(1, 2), new Tier(80, 2), new Tier(1, 3),
            new Tier(400, 1));
    /** Of a hundred instructions so many are run by translated code at least. */
    private static final int LEAST_SHARE = 25;
    private static final Logger QUIET = Logger.getLogger("org.polyvisor");

    /** Makes the contract. */
    protected TierContract() {}

    /**
     * A program.
     *
     * @param text for messages
     * @param load puts it into a machine in its initial state, the same each time
     */
    public record Program(String text, Consumer<BareMachine> load) {}

    /** {@return the instruction set under test} */
    protected abstract InstructionSet instructionSet();

    /** {@return the architecture under test} */
    protected abstract Architecture architecture();

    /** {@return bytes of storage of a machine} */
    protected abstract long storage();

    /**
     * {@return instructions a second of virtual time: so few that clocks tick within a program}
     *
     * @param random where everything random comes from
     */
    protected abstract long rate(RandomGenerator random);

    /**
     * Makes a program: loops of hundreds of rounds, nested, with calls and computed jumps, faults whose handlers go on, clocks that
     * interrupt, stores into code.
     *
     * @param random where everything random comes from
     * @return the program; it never ends
     */
    protected abstract Program program(RandomGenerator random);

    /** {@return what must be among the interruptions: names of classes with codes, such as {@code exception 13}} */
    protected abstract Set<String> kinds();

    /** What devices warn of is no concern here. */
    @BeforeAll
    final void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @Test
    @DisplayName("random programs do the same interpreted and translated, after each of many budgets")
    void same() {
        Map<String, Integer> seen = new TreeMap<>();
        Map<Tier, long[]> shares = new LinkedHashMap<>();
        Processor decoder = new Processor(architecture(), new Storage(architecture(), 1L << architecture().pageBits()));
        long most = 0, compared = 0;
        for (int n = 0; n < PROGRAMS; n++) {
            TierTrial trial = new TierTrial(this, decoder, SEED + n, TIERS.get(n % TIERS.size()));
            compared += trial.run();
            for (Delivery d : trial.log()) seen.merge(d.what().type().name() + " " + d.what().code(), 1, Integer::sum);
            trial.count(shares);
            most = Math.max(most, trial.instructions());
        }
        System.out.println(architecture().name() + ": " + PROGRAMS + " programs of up to " + most + " instructions, compared after "
                + compared + " portions; interruptions " + seen);
        shares.forEach((tier, s) -> System.out.println(tier + ": " + s[0] + " regions entered " + s[1] + " times ran " + s[2] + " of "
                + s[3] + " instructions"));
        Set<String> rare = kinds().stream().filter(k -> seen.getOrDefault(k, 0) < PROGRAMS / 40).collect(Collectors.toSet());
        assertEquals(Set.of(), rare, "interruptions that hardly occurred");
        shares.forEach((tier, s) -> {
            assertTrue(s[0] > PROGRAMS / TIERS.size(), () -> tier + ": hardly anything was translated");
            assertTrue(s[1] > 4 * s[0], () -> tier + ": regions are hardly entered again");
            assertTrue(100 * s[2] > LEAST_SHARE * s[3], () -> tier + ": translated code hardly ran");
        });
    }
}
