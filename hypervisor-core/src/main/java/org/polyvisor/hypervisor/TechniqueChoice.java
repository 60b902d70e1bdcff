package org.polyvisor.hypervisor;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;

/**
 * A technique by name, as it is used with one architecture.
 *
 * @param name of the technique that is used; never {@code auto}
 * @param technique how a processor is laid on its host; nothing for a bare machine
 * @param equivalent whether the guest does the same as on a bare machine
 * @param why what the classifier says; empty if it was not asked
 */
public record TechniqueChoice(String name, Optional<Technique> technique, boolean equivalent, String why) {

    /** The names that {@link #of} understands. */
    public static final List<String> NAMES = List.of("bare", "trap-and-emulate", "binary-translation", "hardware-assist", "auto");

    /**
     * Chooses.
     *
     * @param name one of {@link #NAMES}; {@code auto} is trap-and-emulate where the classifier finds it equivalent, else binary translation
     * @param a the architecture
     * @return the choice
     * @throws UsageException if there is no such technique
     */
    public static TechniqueChoice of(String name, Architecture a) throws UsageException {
        if (!NAMES.contains(name)) throw new UsageException("there is no technique '" + name + "': give " + String.join(", ", NAMES));
        if (name.equals("bare")) return new TechniqueChoice(name, Optional.empty(), true, "");
        if (name.equals("hardware-assist")) return new TechniqueChoice(name, Optional.of(Technique.hardwareAssist()), true, "");
        List<Verdict> verdicts = new Classifier(a).all();
        boolean virtualizable = Classifier.virtualizable(verdicts);
        boolean emulates = name.equals("trap-and-emulate") || name.equals("auto") && virtualizable;
        Technique t = emulates ? Technique.trapAndEmulate() : Technique.binaryTranslation(verdicts);
        return new TechniqueChoice(t.name(), Optional.of(t), virtualizable || !emulates, Classifier.reason(verdicts));
    }

    /**
     * {@return makes processors on storage: real ones, or virtual ones each with a host of its own}
     *
     * @param a the architecture
     */
    public Function<Storage, Host> processor(Architecture a) {
        return technique.isEmpty() ? s -> new Processor(a, s) : VirtualProcessor.maker(a, technique.get());
    }

    /**
     * {@return makes processors on storage: real ones, or virtual ones that take turns on one host; what is decoded for one need not be for
     * another}
     *
     * @param host the host, of the architecture
     */
    public Function<Storage, Host> processor(Host host) {
        return technique.isEmpty() ? s -> host.real().simulator(s) : s -> new VirtualProcessor(host, s, technique.get());
    }
}
