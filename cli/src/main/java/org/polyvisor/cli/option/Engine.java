package org.polyvisor.cli.option;

import java.util.Arrays;
import java.util.function.Function;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How instructions are executed. */
public enum Engine {
    /** The fastest that there is. */
    AUTO,
    /** One instruction after the other. */
    INTERPRETER,
    /** The same, and regions that run often as code of the host. */
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

    /** {@return the engine that is used when this one is asked for} */
    public Engine used() {
        return this == AUTO ? TRANSLATOR : this;
    }

    /** {@return the same for a processor} */
    public Tier tier() {
        return used() == TRANSLATOR ? Tier.TRANSLATOR : Tier.INTERPRETER;
    }

    /**
     * {@return makes the same processors, and has them execute code so}
     *
     * @param maker makes processors on storage
     */
    public Function<Storage, Host> on(Function<Storage, Host> maker) {
        return s -> {
            Host h = maker.apply(s);
            h.tier(tier());
            return h;
        };
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
