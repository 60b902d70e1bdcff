package org.polyvisor.cli.option;

import java.util.Optional;
import java.util.function.Function;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;

/**
 * A technique as it is used with one architecture.
 *
 * @param technique its name; never {@link Technique#AUTO}
 * @param how how a processor is laid on its host; nothing for a bare machine
 * @param equivalent whether the guest does the same as on a bare machine
 * @param why what the classifier says; empty if it was not asked
 */
public record ChosenTechnique(Technique technique, Optional<org.polyvisor.hypervisor.Technique> how, boolean equivalent, String why) {

    /**
     * {@return makes processors on storage: real ones, or virtual ones each with a host of its own}
     *
     * @param a the architecture
     */
    public Function<Storage, Host> processor(Architecture a) {
        return how.isEmpty() ? s -> new Processor(a, s) : VirtualProcessor.maker(a, how.get());
    }
}
