package org.polyvisor.isa;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.PlatformType;
import org.polyvisor.isa.platform.Workload;

/** An instruction set with its processor models: what an ISA module provides, found by {@link java.util.ServiceLoader}. */
public interface InstructionSet {

    /** {@return its name, as users write it, in lower case} */
    String name();

    /** {@return one line that says what it is} */
    String description();

    /** {@return the processor models, the default first} */
    List<String> models();

    /** {@return features that can be added to or taken from a model} */
    default List<String> features() {
        return List.of();
    }

    /**
     * A processor model.
     *
     * @param processor {@code MODEL[,+FEATURE|,-FEATURE]…}; empty: the default
     * @return its architecture; the same object for the same words
     * @throws UsageException if there is no such model or feature; the message lists what there is
     */
    Architecture architecture(String processor) throws UsageException;

    /**
     * {@return the registers as users name them, in the order of the manual}
     *
     * @param a an architecture of this set
     */
    List<RegisterView> views(Architecture a);

    /**
     * A register by name, also one of a family that is too large to list.
     *
     * @param a an architecture of this set
     * @param name as users write it, in lower case
     * @return it, or empty if there is none
     */
    default Optional<RegisterView> view(Architecture a, String name) {
        return views(a).stream().filter(v -> v.name().equals(name)).findFirst();
    }

    /** {@return the initial states by name, the default first} */
    List<String> states();

    /**
     * Puts the registers in an initial state; they are all zero before.
     *
     * @param m the machine
     * @param a its architecture
     * @param state one of {@link #states}
     * @param storage bytes installed
     */
    void reset(Machine m, Architecture a, String state, long storage);

    /**
     * {@return what users are told of an interruption, in order: names to {@link String}s and {@link Integer}s}
     *
     * @param i the interruption
     */
    Map<String, Object> describe(Interruption i);

    /**
     * The address that an interrupted program's saved state will show.
     *
     * @param trap an instruction that ended without completing
     * @return its own address, or that of the instruction behind it, as the manual says
     */
    int savedAddress(Exit.Trap trap);

    /**
     * Puts into registers what the handler of an interruption would find there, and nothing into storage.
     *
     * @param m where it occurred, and was intercepted
     * @param i the interruption
     */
    default void intercepted(Machine m, Interruption i) {}

    /** {@return how much storage a single case gets if nothing is said, in bytes} */
    long smallStorage();

    /** {@return how much storage a machine gets if nothing is said, in bytes} */
    long defaultStorage();

    /** {@return how much storage a machine can have, in bytes} */
    long maximumStorage();

    /** {@return the devices and ways to boot} */
    PlatformType platform();

    /** {@return the guest operating system's port, if it has one} */
    default Optional<GuestPort> guest() {
        return Optional.empty();
    }

    /** {@return programs to measure with, for a machine with the default storage and devices} */
    default List<Workload> workloads() {
        return List.of();
    }

    /** {@return other programs that run its workloads, to measure against, whether they are installed or not} */
    default List<Competitor> competitors() {
        return List.of();
    }
}
