package org.polyvisor.cli.option;

import java.util.Arrays;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How instructions are executed. */
public enum Engine {
    /** The fastest that there is. */
    AUTO,
    /** One instruction after the other. */
    INTERPRETER,
    /** Whole regions as code of the host. */
    TRANSLATOR;

    /** Reads engines from the command line. */
    public static final class Converter implements ITypeConverter<Engine> {

        /** Makes one. */
        public Converter() {}

        @Override
        public Engine convert(String text) {
            try {
                return named(text);
            } catch (UsageException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /**
     * {@return the engine of this name}
     *
     * @param name in lower case
     * @throws UsageException if there is none
     */
    public static Engine named(String name) throws UsageException {
        for (Engine e : values()) if (e.toString().equals(name)) return e;
        throw new UsageException("there is no engine '" + name + "': give "
                + String.join(", ", Arrays.stream(values()).map(Engine::toString).toList()));
    }

    /**
     * {@return the engine that is used when this one is asked for}
     *
     * @throws UsageException if it has not arrived yet
     */
    public Engine used() throws UsageException {
        if (this == TRANSLATOR) throw new UsageException("engine translator has not arrived yet: give interpreter or auto");
        return INTERPRETER;
    }

    @Override
    public String toString() {
        return switch (this) {
            case AUTO -> "auto";
            case INTERPRETER -> "interpreter";
            case TRANSLATOR -> "translator";
        };
    }
}
