package org.polyvisor.isa.x86lite.state;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.polyvisor.isa.UsageException;

/**
 * A processor: its generation and what it has beyond.
 *
 * @param name {@code i386}, {@code i486} or {@code pentium}
 * @param features names of features it has
 */
public record ProcessorModel(String name, Set<String> features) {

    /** Names of models, the default first. */
    public static final List<String> NAMES = List.of("pentium", "i486", "i386");

    /** Names of features. */
    public static final List<String> FEATURES = List.of("cmov", "tsc", "pse");

    /**
     * Reads a processor's description.
     *
     * @param words {@code MODEL[,+FEATURE|,-FEATURE]…}; empty: {@code pentium,+cmov}
     * @return the processor
     * @throws UsageException if there is no such model or feature
     */
    public static ProcessorModel of(String words) throws UsageException {
        String[] parts = (words.isEmpty() ? "pentium,+cmov" : words).split(",", -1);
        if (!NAMES.contains(parts[0])) throw new UsageException("processor '" + parts[0] + "': x86lite has " + String.join(", ", NAMES));
        Set<String> features = new TreeSet<>(parts[0].equals("pentium") ? List.of("tsc", "pse") : List.of());
        for (int i = 1; i < parts.length; i++) {
            String f = parts[i].isEmpty() ? "" : parts[i].substring(1);
            if (!FEATURES.contains(f) || parts[i].charAt(0) != '+' && parts[i].charAt(0) != '-')
                throw new UsageException("processor feature '" + parts[i] + "': x86lite has " + String.join(", ", FEATURES)
                        + ", each with + or - before it");
            if (parts[i].charAt(0) == '+') features.add(f);
            else features.remove(f);
        }
        return new ProcessorModel(parts[0], features);
    }

    /** {@return whether it is an i486 or newer} */
    public boolean i486() {
        return !name.equals("i386");
    }

    /** {@return whether it is a Pentium or newer} */
    public boolean pentium() {
        return name.equals("pentium");
    }

    /** {@return whether it has CMOVcc and the hint NOPs} */
    public boolean cmov() {
        return features.contains("cmov");
    }

    /** {@return whether it has the time-stamp counter} */
    public boolean tsc() {
        return features.contains("tsc");
    }

    /** {@return whether it has pages of 4 MiB} */
    public boolean pse() {
        return features.contains("pse");
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(name);
        for (String f : FEATURES) {
            boolean usual = pentium() && !f.equals("cmov");
            if (features.contains(f) != usual) s.append(usual ? ",-" : ",+").append(f);
        }
        return s.toString();
    }
}
