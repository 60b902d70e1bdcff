package org.polyvisor.cli.option;

import java.util.function.Function;
import org.polyvisor.hypervisor.TechniqueChoice;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;

/**
 * A technique as it is used with one architecture.
 *
 * @param technique which; never {@link Technique#AUTO}
 * @param choice the same in full
 */
public record ChosenTechnique(Technique technique, TechniqueChoice choice) {

    /** {@return whether the guest does the same as on a bare machine} */
    public boolean equivalent() {
        return choice.equivalent();
    }

    /** {@return what the classifier says; empty if it was not asked} */
    public String why() {
        return choice.why();
    }

    /**
     * {@return makes processors on storage: real ones, or virtual ones each with a host of its own}
     *
     * @param a the architecture
     */
    public Function<Storage, Host> processor(Architecture a) {
        return choice.processor(a);
    }

    /**
     * {@return makes processors on storage: real ones, or virtual ones that take turns on one host}
     *
     * @param host the host
     */
    public Function<Storage, Host> processor(Host host) {
        return choice.processor(host);
    }
}
