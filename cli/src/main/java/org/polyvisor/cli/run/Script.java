package org.polyvisor.cli.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.UsageException;

/**
 * A dialogue with a machine's console.
 *
 * @param name of its file, for messages
 * @param steps what to do, in order
 */
record Script(String name, List<Step> steps) {

    /** One line of a script. */
    sealed interface Step {

        /** {@return its number, from 1} */
        int line();

        /**
         * Waits until the console has printed something.
         *
         * @param line its number
         * @param text what
         */
        record Expect(int line, String text) implements Step {}

        /**
         * Types something and the end of a line.
         *
         * @param line its number
         * @param text what
         */
        record Send(int line, String text) implements Step {}

        /**
         * Presses the attention key.
         *
         * @param line its number
         */
        record Attention(int line) implements Step {}

        /**
         * Lets virtual time pass.
         *
         * @param line its number
         * @param seconds how much
         */
        record Wait(int line, BigDecimal seconds) implements Step {}

        /**
         * Ends the run.
         *
         * @param line its number
         */
        record End(int line) implements Step {}
    }

    /**
     * Reads a script.
     *
     * @param name of its file
     * @param text all of it
     * @return the script
     * @throws UsageException if a line is none of {@code expect TEXT}, {@code send TEXT}, {@code attention}, {@code wait SECONDS},
     *     {@code end}, a comment or blank
     */
    static Script parse(String name, String text) throws UsageException {
        List<Step> steps = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.stripLeading();
            if (content.isEmpty() || content.startsWith("#")) continue;
            int blank = content.indexOf(' ');
            String word = blank < 0 ? content : content.substring(0, blank);
            String rest = blank < 0 ? "" : content.substring(blank + 1);
            steps.add(step(name + ":" + number, number, word, rest));
        }
        return new Script(name, List.copyOf(steps));
    }

    private static Step step(String where, int line, String word, String rest) throws UsageException {
        return switch (word) {
            case "expect" -> {
                if (rest.isEmpty()) throw new UsageException(where + ": expect what? Give the text that the console will print");
                yield new Step.Expect(line, rest);
            }
            case "send" -> new Step.Send(line, rest);
            case "wait" -> new Step.Wait(line, seconds(where, rest.strip()));
            case "attention", "end" -> {
                if (!rest.isBlank()) throw new UsageException(where + ": nothing can follow '" + word + "', but '" + rest + "' does");
                yield word.equals("end") ? new Step.End(line) : new Step.Attention(line);
            }
            default -> throw new UsageException(where + ": there is no command '" + word + "': give expect, send, attention, wait or end");
        };
    }

    private static BigDecimal seconds(String where, String text) throws UsageException {
        if (!text.matches("\\d{1,9}(\\.\\d{1,9})?"))
            throw new UsageException(where + ": wait '" + text + "': give seconds of virtual time, such as 2 or 0.5");
        return new BigDecimal(text);
    }
}
