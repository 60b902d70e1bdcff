package org.polyvisor.isa.x86lite.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polyvisor.isa.assembly.Dialect.Statement;

/** A line of Intel syntax: {@code label:}, operation, operands between commas; comments begin with ; or #. */
final class IntelLine {
    private static final Pattern LABEL = Pattern.compile("\\s*([A-Za-z_.$@?][\\w.$@?]*)\\s*:(?!:)");
    private static final Pattern NAMED = Pattern.compile("\\s*([A-Za-z_.$@?][\\w.$@?]*)\\s+(equ|db|dw|dd)\\b(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ASSIGNED = Pattern.compile("\\s*([A-Za-z_.$@?][\\w.$@?]*)\\s*=\\s*(.*)");
    private static final Pattern TIMES = Pattern.compile("\\s*times\\s+(.+?)\\s+(db|dw|dd)\\s+(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OPERATION = Pattern.compile("\\s*(\\S+)\\s*(.*)");
    /** Words that stand before the operation and belong to it. */
    static final Set<String> PREFIXES = Set.of("LOCK", "REP", "REPE", "REPZ", "REPNE", "REPNZ", "DATA16", "DATA32", "ADDR16",
            "ADDR32", "CS", "DS", "ES", "FS", "GS", "SS");

    private IntelLine() {}

    static Statement parse(String line) {
        String rest = withoutComment(line), label = "";
        Matcher m = LABEL.matcher(rest);
        if (m.lookingAt() && !PREFIXES.contains(m.group(1).toUpperCase(Locale.ROOT))) {
            label = m.group(1);
            rest = rest.substring(m.end());
        } else if ((m = ASSIGNED.matcher(rest)).matches()) {
            return new Statement(m.group(1), "EQU", List.of(m.group(2).strip()));
        } else if ((m = NAMED.matcher(rest)).matches() && !m.group(1).startsWith(".")) {
            return new Statement(m.group(1), m.group(2).toUpperCase(Locale.ROOT), split(m.group(3)));
        }
        if ((m = TIMES.matcher(rest)).matches())
            return new Statement(label, ".FILL", List.of(m.group(1), switch (m.group(2).toLowerCase(Locale.ROOT)) {
                case "db" -> "1";
                case "dw" -> "2";
                default -> "4";
            }, m.group(3).strip()));
        StringBuilder operation = new StringBuilder();
        while ((m = OPERATION.matcher(rest)).matches()) {
            String word = m.group(1).toUpperCase(Locale.ROOT);
            operation.append(operation.isEmpty() ? "" : " ").append(word);
            rest = m.group(2);
            if (!PREFIXES.contains(word)) break;
        }
        return label.isEmpty() && operation.isEmpty() ? null : new Statement(label, operation.toString(), split(rest));
    }

    private static String withoutComment(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == '\\') i++;
                else if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ';' || c == '#') {
                return line.substring(0, i);
            }
        }
        return line;
    }

    /** The parts between commas outside quotes, brackets and parentheses. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        if (text.isBlank()) return parts;
        char quote = 0;
        int depth = 0, from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') i++;
                else if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }
}
