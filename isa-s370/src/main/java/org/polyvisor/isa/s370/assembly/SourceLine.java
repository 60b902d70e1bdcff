package org.polyvisor.isa.s370.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.polyvisor.isa.assembly.Dialect.Statement;
import org.polyvisor.isa.assembly.MistakeException;

/** A line of assembler text: name, operation, operands and remarks, with blanks between; GC33-4010, "Coding". */
final class SourceLine {
    private SourceLine() {}

    static Statement parse(String line) throws MistakeException {
        if (line.isBlank() || line.startsWith("*") || line.startsWith(".*")) return null;
        int at = 0;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) at++;
        String label = line.substring(0, at).toUpperCase(Locale.ROOT);
        for (int i = 0; i < label.length(); i++)
            if (!(Expression.isNameStart(label.charAt(i)) || i > 0 && Character.isDigit(label.charAt(i))))
                throw new MistakeException("'" + label + "' is no name: begin with a letter, or with a blank if the line has none");
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) at++;
        int from = at;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) at++;
        String operation = line.substring(from, at).toUpperCase(Locale.ROOT);
        if (operation.isEmpty()) throw new MistakeException("an operation is missing behind the name");
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) at++;
        return new Statement(label, operation, split(field(line.substring(at))));
    }

    /** The operands, up to the first blank outside quotes. */
    private static String field(String rest) throws MistakeException {
        boolean quoted = false;
        for (int i = 0; i < rest.length(); i++) {
            if (isQuote(rest, i, quoted)) quoted = !quoted;
            else if (!quoted && Character.isWhitespace(rest.charAt(i))) return rest.substring(0, i);
        }
        if (quoted) throw new MistakeException("a closing quote is missing");
        return rest;
    }

    /** The quote of a length attribute, L'NAME, quotes nothing. */
    private static boolean isQuote(String text, int i, boolean quoted) {
        if (text.charAt(i) != '\'') return false;
        if (quoted || i == 0 || Character.toUpperCase(text.charAt(i - 1)) != 'L') return true;
        boolean word = i > 1 && Character.isLetterOrDigit(text.charAt(i - 2));
        return word || i + 1 == text.length() || !(Expression.isNameStart(text.charAt(i + 1)) || text.charAt(i + 1) == '*');
    }

    /** The parts between commas that stand in no quotes and no parentheses. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        if (text.isEmpty()) return parts;
        boolean quoted = false;
        int depth = 0, from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isQuote(text, i, quoted)) quoted = !quoted;
            else if (quoted) continue;
            else if (c == '(') depth++;
            else if (c == ')') depth--;
            else if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
