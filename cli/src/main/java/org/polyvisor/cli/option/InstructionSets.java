package org.polyvisor.cli.option;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;

/** The instruction sets on the module path; looked for when they are first asked for. */
public final class InstructionSets {
    private final Supplier<Iterable<InstructionSet>> source;
    private @Nullable List<InstructionSet> all;

    /** Finds them with {@link ServiceLoader}. */
    @Inject
    InstructionSets() {
        this(() -> ServiceLoader.load(InstructionSet.class));
    }

    /**
     * Finds them elsewhere.
     *
     * @param source yields them
     */
    public InstructionSets(Supplier<Iterable<InstructionSet>> source) {
        this.source = source;
    }

    /** {@return all of them, by name} */
    public List<InstructionSet> all() {
        List<InstructionSet> found = all;
        if (found == null) {
            found = new java.util.ArrayList<>();
            for (InstructionSet s : source.get()) found.add(s);
            found.sort(Comparator.comparing(InstructionSet::name));
            all = found = List.copyOf(found);
        }
        return found;
    }

    /**
     * {@return the instruction set of this name}
     *
     * @param name in lower case
     * @throws UsageException if there is none; the message lists what there is
     */
    public InstructionSet named(String name) throws UsageException {
        for (InstructionSet s : all()) if (s.name().equals(name)) return s;
        String known = all().isEmpty() ? "none is installed" : all().stream().map(InstructionSet::name).collect(Collectors.joining(", "));
        throw new UsageException("there is no instruction set '" + name + "': " + (all().isEmpty() ? known : "there are " + known));
    }

    /**
     * {@return a register by the name that users write}
     *
     * @param set the instruction set
     * @param a its architecture
     * @param name in any case: manuals write EIP and PSW, listings eip and psw
     * @throws UsageException if there is none
     */
    public static RegisterView register(InstructionSet set, Architecture a, String name) throws UsageException {
        return set.view(a, name.toLowerCase(Locale.ROOT)).orElseThrow(() -> new UsageException(
                set.name() + " has no register '" + name + "': 'polyvisor isa show " + set.name() + "' lists them"));
    }
}
