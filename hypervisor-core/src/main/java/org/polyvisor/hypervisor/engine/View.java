package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.code.Row;

/**
 * What addresses and code mean to a processor: an environment, whether the processor finds translations itself, which rows end the
 * run, and where to stop. One processor keeps code under one view.
 */
public final class View {
    final Environment environment;
    /** Whether the processor may walk the tables; else an unknown translation ends the run. */
    final boolean walks;
    private final Set<Row> intercepted;
    private final Map<ContextKey, Context> contexts = new HashMap<>();
    private int generation;
    private int[] stops = {};

    private record ContextKey(long space, int fetchBase) {}

    private View(Environment environment, boolean walks, Set<Row> intercepted) {
        this.environment = environment;
        this.walks = walks;
        this.intercepted = intercepted;
    }

    static View of(Storage storage) {
        return new View(new Environment(storage), true, Set.of());
    }

    /**
     * The view that a processor has on which one with this view is laid.
     *
     * @param itself whether it may walk tables itself, if this one may
     * @param more rows that end the run besides those that do already
     * @return the same environment under these rules
     */
    public View under(boolean itself, Set<Row> more) {
        Set<Row> both = Collections.newSetFromMap(new IdentityHashMap<>());
        both.addAll(intercepted);
        both.addAll(more);
        View v = new View(environment, walks && itself, both);
        v.stops = stops;
        return v;
    }

    boolean intercepts(Row row) {
        return !intercepted.isEmpty() && intercepted.contains(row);
    }

    Context context(long space, int fetchBase) {
        Translations t = environment.translations(space);
        if (generation != environment.generation) {
            contexts.clear();
            generation = environment.generation;
        }
        return contexts.computeIfAbsent(new ContextKey(space, fetchBase), _ -> new Context(t, fetchBase));
    }

    /** Forgets all code. */
    void forgetCode() {
        contexts.values().forEach(Context::clear);
    }

    void stops(int... addresses) {
        int[] sorted = Arrays.stream(addresses).sorted().toArray();
        if (Arrays.equals(sorted, stops)) return;
        stops = sorted;
        forgetCode();
    }

    boolean stopsAt(int pc) {
        return stops.length > 0 && Arrays.binarySearch(stops, pc) >= 0;
    }
}
