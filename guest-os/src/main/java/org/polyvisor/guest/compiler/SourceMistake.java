package org.polyvisor.guest.compiler;

/**
 * Something in a source that cannot be part of a guest.
 *
 * @param file name of the source file
 * @param line in it, from 1; 0: not known
 * @param method in which it is, as users read it; empty: none
 * @param message what is wrong, and what to write instead
 */
public record SourceMistake(String file, int line, String method, String message) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (method.isEmpty() ? "" : "in " + method + ": ") + message;
    }
}
