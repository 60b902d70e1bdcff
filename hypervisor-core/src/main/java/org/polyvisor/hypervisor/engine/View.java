package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Control;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/**
 * What addresses and code mean to a processor: an environment, who knows its translations, which rows end the
 * run, and where to stop. One processor keeps code under one view.
 */
public final class View {
    /** So many address spaces and beginnings of code segments at a time: a guest can make as many as it likes. */
    private static final int MOST_CONTEXTS = 1024;

    final Environment environment;
    /** Whom the processor asks for a translation that it does not know; null: it walks the tables itself. */
    final State resolver;
    private final Set<Row> intercepted;
    private final Map<ContextKey, Context> contexts = new HashMap<>();
    private int generation;
    private int[] stops = {};

    private record ContextKey(long space, int fetchBase) {}

    private View(Environment environment, State resolver, Set<Row> intercepted) {
        this.environment = environment;
        this.resolver = resolver;
        this.intercepted = intercepted;
    }

    static View of(Storage storage) {
        return new View(new Environment(storage), null, Set.of());
    }

    /**
     * The view that a processor has on which one with this view is laid.
     *
     * @param knows whom it asks for translations; null: it finds them as one with this view does
     * @param more rows that end the run besides those that do already
     * @return the same environment under these rules
     */
    public View under(Processor knows, Set<Row> more) {
        Set<Row> both = Collections.newSetFromMap(new IdentityHashMap<>());
        both.addAll(intercepted);
        both.addAll(more);
        View v = new View(environment, knows != null ? knows : resolver, both);
        v.stops = stops;
        return v;
    }

    boolean intercepts(Row row) {
        return !intercepted.isEmpty() && intercepted.contains(row);
    }

    /** What an instruction does under this view. */
    RecordedInstruction record(Architecture a, Instruction i, Mode mode) {
        return intercepts(i.row()) ? interception(a, i, i.length()) : a.record(i, mode);
    }

    /** What an instruction does that another one executes, of so many bytes. */
    RecordedInstruction recordExecuted(Architecture a, Instruction i, Mode mode, int by) {
        return intercepts(i.row()) ? interception(a, i, by) : a.recordExecuted(i, mode, by);
    }

    private static RecordedInstruction interception(Architecture a, Instruction i, int bytes) {
        Value zero = Value.of(0, 32);
        Effect trap = new Effect.Trap(Processor.INTERCEPTION, a.rows().indexOf(i.row()), zero, zero);
        return new RecordedInstruction(i.pc(), i.pc() + bytes & a.addressMask(), bytes, List.of(trap), Map.of(), new Control.Next());
    }

    Context context(long space, int fetchBase) {
        Translations t = environment.translations(space);
        if (generation != environment.generation) {
            contexts.clear();
            generation = environment.generation;
        }
        ContextKey key = new ContextKey(space, fetchBase);
        if (contexts.size() >= MOST_CONTEXTS && !contexts.containsKey(key)) {
            forgetCode();
            contexts.clear();
        }
        return contexts.computeIfAbsent(key, _ -> new Context(t, fetchBase));
    }

    /** Forgets all code. */
    void forgetCode() {
        contexts.values().forEach(Context::clear);
    }

    void codeInto(BitSet addresses, int addressMask) {
        contexts.values().forEach(c -> c.codeInto(addresses, addressMask));
    }

    void stops(int... addresses) {
        int[] sorted = Arrays.stream(addresses).sorted().toArray();
        if (Arrays.equals(sorted, stops)) return;
        int[] added = Arrays.stream(sorted).filter(a -> !stopsAt(a)).toArray();
        stops = sorted;
        if (added.length > 0) contexts.values().forEach(c -> c.dropAt(added));
    }

    boolean anyStops() {
        return stops.length > 0;
    }

    boolean stopsAt(int pc) {
        return stops.length > 0 && Arrays.binarySearch(stops, pc) >= 0;
    }
}
