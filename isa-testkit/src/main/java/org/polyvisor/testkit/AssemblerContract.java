package org.polyvisor.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Diagnostic;

/**
 * What every assembler must satisfy: damaged text is answered with diagnostics, never with another exception.
 *
 * <p>{@code -Dpolyvisor.assembler.texts=N} sets how many damaged texts are tried, {@code -Dpolyvisor.assembler.seed=N} from where.
 */
public abstract class AssemblerContract {
    private static final int TEXTS = Integer.getInteger("polyvisor.assembler.texts", 3000);
    private static final long SEED = Long.getLong("polyvisor.assembler.seed", 1);
    private static final String CHARACTERS = "09AFXZafxz ,.'\"()[]{}+-*/=:;#$@&|<>~^%\\!?\t\n\u00e9";
    private static final List<String> NUMBERS = List.of("2147483648", "4294967296", "99999999999999999999", "-1", "0", "0x80000000", "X'FFFFFFFF'");

    /** Makes the contract. */
    protected AssemblerContract() {}

    /** {@return the architecture under test} */
    protected abstract Architecture architecture();

    /** {@return texts without mistakes that between them show what the assembler knows} */
    protected abstract List<String> texts();

    @Test
    @DisplayName("texts without mistakes assemble")
    void good() throws AssemblyException {
        for (String text : texts()) assertTrue(architecture().syntax().assemble(architecture(), text).image().length > 0);
    }

    @Test
    @DisplayName("damaged texts are answered with diagnostics")
    void damaged() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int n = 0; n < TEXTS; n++) {
            String text = texts().get(n % texts().size());
            StringBuilder s = new StringBuilder(text);
            for (int k = random.nextInt(1, 6); k > 0; k--) damage(s, random);
            String damaged = s.toString();
            try {
                architecture().syntax().assemble(architecture(), damaged);
            } catch (AssemblyException e) {
                check(e.diagnostics(), damaged);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + SEED + ", text " + n + ":\n" + damaged, e);
            }
        }
    }

    private static void check(List<Diagnostic> diagnostics, String text) {
        assertFalse(diagnostics.isEmpty(), text);
        long lines = Math.max(1, text.lines().count());
        for (Diagnostic d : diagnostics) assertTrue(d.line() >= 1 && d.line() <= lines && !d.message().isBlank(), () -> d + "\n" + text);
    }

    private static void damage(StringBuilder s, RandomGenerator random) {
        int at = random.nextInt(s.length()), to = Math.min(s.length(), at + random.nextInt(1, 8));
        String character = String.valueOf(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        switch (random.nextInt(6)) {
            case 0 -> s.deleteCharAt(at);
            case 1 -> s.setCharAt(at, character.charAt(0));
            case 2 -> s.insert(at, character);
            case 3 -> s.insert(random.nextInt(s.length()), s.substring(at, to));
            case 4 -> s.insert(at, NUMBERS.get(random.nextInt(NUMBERS.size())));
            default -> s.insert(at, character.repeat(random.nextInt(1, 3000)));
        }
        if (s.isEmpty()) s.append(' ');
    }
}
