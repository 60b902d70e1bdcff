package org.polyvisor.cli.option;

import java.util.Arrays;
import java.util.List;
import org.polyvisor.hypervisor.TechniqueChoice;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a virtual machine is laid on its host. */
public enum Technique {
    /** Not at all: the machine is the guest's own. */
    BARE("bare"),
    /** The guest runs in user state; what traps is simulated. */
    TRAP_AND_EMULATE("trap-and-emulate"),
    /** The same, and sensitive instructions are found when code is translated. */
    BINARY_TRANSLATION("binary-translation"),
    /** The guest calls the hypervisor. */
    PARAVIRTUAL("paravirtual"),
    /** The host has a guest mode. */
    HARDWARE_ASSIST("hardware-assist"),
    /** The one that the classifier chooses. */
    AUTO("auto");

    /** What there is to compare, without a choice or a guest of its own. */
    public static final List<Technique> COMPARED = List.of(BARE, TRAP_AND_EMULATE, BINARY_TRANSLATION, HARDWARE_ASSIST);

    private final String text;

    Technique(String text) {
        this.text = text;
    }

    /** Reads techniques from the command line. */
    public static final class Converter implements ITypeConverter<Technique> {

        /** Makes one. */
        public Converter() {}

        @Override
        public Technique convert(String name) {
            try {
                return named(name);
            } catch (UsageException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /**
     * {@return the technique of this name}
     *
     * @param name in lower case
     * @throws UsageException if there is none
     */
    public static Technique named(String name) throws UsageException {
        for (Technique t : values()) if (t.text.equals(name)) return t;
        throw new UsageException("there is no technique '" + name + "': give "
                + String.join(", ", Arrays.stream(values()).map(Technique::toString).toList()));
    }

    /**
     * {@return what is used when this technique is asked for}
     *
     * @param a the architecture
     * @throws UsageException if it has not arrived yet
     */
    public ChosenTechnique on(Architecture a) throws UsageException {
        if (this == PARAVIRTUAL) throw new UsageException("--technique " + text + " has not arrived yet: give another one, or auto");
        TechniqueChoice c = TechniqueChoice.of(text, a);
        return new ChosenTechnique(named(c.name()), c);
    }

    @Override
    public String toString() {
        return text;
    }
}
