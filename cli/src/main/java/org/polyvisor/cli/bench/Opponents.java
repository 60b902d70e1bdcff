package org.polyvisor.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Competitor;

/**
 * The competitors of instruction sets that were chosen.
 *
 * @param chosen those that run beside
 * @param missing those that would, but are not installed: what each lacks, by name
 */
record Opponents(Map<InstructionSet, List<Competitor>> chosen, Map<String, String> missing) {

    /**
     * Chooses.
     *
     * @param sets the instruction sets
     * @param text {@code all} that are installed, {@code none}, or names
     * @throws UsageException if there is none of a name, or it is not installed
     */
    static Opponents of(List<InstructionSet> sets, String text) throws UsageException {
        Map<InstructionSet, List<Competitor>> chosen = new LinkedHashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        List<String> known = sets.stream().flatMap(s -> s.competitors().stream()).map(Competitor::name).distinct().toList();
        List<String> names = text.equals("all") ? known : text.equals("none") ? List.of() : Arrays.asList(text.split(",", -1));
        for (String n : names)
            if (!known.contains(n))
                throw new UsageException("--against " + text + ": there is no competitor '" + n + "': give all, none"
                        + (known.isEmpty() ? "" : ", or some of " + String.join(",", known)));
        for (InstructionSet s : sets) {
            List<Competitor> here = new ArrayList<>();
            for (Competitor c : s.competitors()) {
                if (!names.contains(c.name())) continue;
                Optional<String> lacks = c.missing();
                if (lacks.isPresent()) missing.put(c.name(), lacks.get());
                else here.add(c);
            }
            chosen.put(s, here);
        }
        if (!text.equals("all") && !missing.isEmpty())
            throw new UsageException("--against " + text + ": " + described(missing) + ": install it, or leave it out");
        return new Opponents(chosen, missing);
    }

    /** Those of one instruction set. */
    List<Competitor> on(InstructionSet s) {
        return chosen.getOrDefault(s, List.of());
    }

    /** The names of all that run. */
    List<String> names() {
        return chosen.values().stream().flatMap(List::stream).map(Competitor::name).distinct().toList();
    }

    /** One line that says which are not installed; nothing if all are. */
    Optional<String> notInstalled() {
        return missing.isEmpty() ? Optional.empty() : Optional.of("not installed: " + described(missing));
    }

    private static String described(Map<String, String> missing) {
        return String.join(", ", missing.entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList());
    }
}
