package org.polyvisor.isa.assembly;

/**
 * A mistake in assembler text.
 *
 * @param line its number, from 1
 * @param text the line
 * @param message what is wrong, and what to write instead
 */
public record Diagnostic(int line, String text, String message) {
    @Override
    public String toString() {
        return "line " + line + ": " + message + ": " + text.strip();
    }
}
