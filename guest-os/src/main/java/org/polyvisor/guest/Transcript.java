package org.polyvisor.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polyvisor.guest.program.ProgramSource;

/**
 * What a guest must print, on every machine: for each program its lines in order, and the kernel's. How programs take turns is the
 * machine's affair; so are address, bytes and text of the instruction that ended one, and whether it can tell a null reference from
 * another wrong address.
 *
 * @param lines by program; those of no program under the empty name
 * @param typed what is typed, which some consoles show
 */
public record Transcript(Map<String, List<String>> lines, String typed) {
    /** In the place of a line about the instruction that ended a program. */
    static final String DETAIL = "*   ADDRESS  BYTES  INSTRUCTION";

    private static final String KERNEL = "";
    private static final Pattern INSTRUCTION = Pattern.compile("\\* {3}[0-9A-F]{8} {2}.*");
    private static final Pattern ABOUT = Pattern.compile("\\* ([A-Za-z][A-Za-z0-9]*) (?:ended|abend).*");
    private static final Pattern PRINTED = Pattern.compile("([A-Za-z][A-Za-z0-9]*): .*");

    /** Takes out of the lines what differs between machines. */
    public Transcript {
        Map<String, List<String>> masked = new LinkedHashMap<>();
        lines.forEach((program, printed) -> masked.put(program, printed.stream().map(Transcript::masked).toList()));
        lines = Collections.unmodifiableMap(masked);
    }

    /**
     * {@return the transcript of a guest: the files of its programs, which lie beside these, and what the kernel prints}
     *
     * @param definition the guest, from {@link GuestCatalogue}
     */
    public static Transcript of(GuestDefinition definition) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        int n = definition.programs().size();
        boolean system = definition.kernel().equals(GuestDefinition.KERNEL);
        lines.put(KERNEL, system ? List.of("* Polyvisor guest operating system, " + n + (n == 1 ? " task" : " tasks"), "* all tasks ended")
                : file(definition.kernel()));
        for (GuestProgram p : definition.programs()) lines.put(p.name(), renamed(p, file(p.className())));
        return new Transcript(lines, definition.typed());
    }

    /** Files call a program by its class. */
    private static List<String> renamed(GuestProgram p, List<String> lines) {
        String usual = p.className().substring(p.className().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        Pattern beginning = Pattern.compile("^(\\* )?" + Pattern.quote(usual) + "(?=[: ])");
        return lines.stream().map(l -> beginning.matcher(l).replaceFirst("$1" + p.name())).toList();
    }

    private static List<String> file(String className) {
        String file = className.replace('.', '/') + ".txt";
        try (InputStream in = ProgramSource.class.getResourceAsStream("/" + file)) {
            if (in == null) throw new IllegalArgumentException("there is no transcript " + file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return a line without what differs between machines}
     *
     * @param line as it was printed
     */
    static String masked(String line) {
        if (INSTRUCTION.matcher(line).matches()) return DETAIL;
        return line.startsWith("* ") ? line.replace(" abend: null reference at ", " abend: protection at ") : line;
    }

    /** {@return what is expected: the kernel's lines, then each program's} */
    public String text() {
        return String.join("\n", lines.values().stream().flatMap(List::stream).toList()) + "\n";
    }

    /**
     * Compares what a console printed.
     *
     * @param console all of it
     * @return the first difference in the first program that has one, or empty
     */
    public Optional<String> difference(String console) {
        Map<String, List<String>> printed = byProgram(console);
        for (Map.Entry<String, List<String>> e : lines.entrySet()) {
            Optional<String> difference = difference(e.getKey(), e.getValue(), printed.getOrDefault(e.getKey(), List.of()));
            if (difference.isPresent()) return difference;
        }
        return Optional.empty();
    }

    /**
     * Compares what one program printed, and the kernel about it.
     *
     * @param program its name
     * @param console all that a console printed
     * @return the first difference, or empty
     */
    public Optional<String> difference(String program, String console) {
        return difference(program, Objects.requireNonNull(lines.get(program), program), byProgram(console).getOrDefault(program, List.of()));
    }

    private Map<String, List<String>> byProgram(String console) {
        Map<String, List<String>> printed = new LinkedHashMap<>();
        for (String name : lines.keySet()) printed.put(name, new ArrayList<>());
        List<String> shown = new ArrayList<>(List.of(typed.split("\n", -1)));
        String ended = KERNEL;
        for (String line : console.replace("\r", "").lines().toList()) {
            String masked = masked(line);
            String name = masked.equals(DETAIL) ? ended : program(masked);
            if (masked.startsWith("*")) ended = name;
            if (name.equals(KERNEL) && !masked.startsWith("*") && shown.remove(line)) continue;
            printed.computeIfAbsent(name, _ -> new ArrayList<>()).add(masked);
        }
        return printed;
    }

    private String program(String line) {
        for (Pattern p : List.of(ABOUT, PRINTED)) {
            Matcher m = p.matcher(line);
            if (m.matches() && lines.containsKey(m.group(1))) return m.group(1);
        }
        return KERNEL;
    }

    private static Optional<String> difference(String name, List<String> expected, List<String> printed) {
        for (int i = 0; i < Math.max(expected.size(), printed.size()); i++) {
            String right = i < expected.size() ? expected.get(i) : null, found = i < printed.size() ? printed.get(i) : null;
            if (!Objects.equals(right, found)) {
                return Optional.of((name.isEmpty() ? "the kernel" : name) + ", line " + (i + 1) + ": expected " + quoted(right) + ", found "
                        + quoted(found));
            }
        }
        return Optional.empty();
    }

    private static String quoted(@Nullable String line) {
        return line == null ? "nothing" : "'" + line + "'";
    }
}
