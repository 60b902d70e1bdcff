package org.polyvisor.cli.option;

import java.util.Arrays;
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
            for (Technique t : values()) if (t.text.equals(name)) return t;
            throw new TypeConversionException("there is no technique '" + name + "': give "
                    + String.join(", ", Arrays.stream(values()).map(Technique::toString).toList()));
        }
    }

    /**
     * {@return the technique that is used when this one is asked for}
     *
     * @throws UsageException if it has not arrived yet
     */
    public Technique used() throws UsageException {
        if (this != BARE && this != AUTO) throw new UsageException("--technique " + text + " has not arrived yet: give bare or auto");
        return BARE;
    }

    @Override
    public String toString() {
        return text;
    }
}
