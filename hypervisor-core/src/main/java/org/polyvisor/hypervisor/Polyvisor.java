package org.polyvisor.hypervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;

/** Machines in a few lines: {@code Polyvisor.builder().isa("…").option("…", "…").build().run(Limits.of(1_000_000))}. */
public final class Polyvisor {
    private Polyvisor() {}

    /** {@return the instruction sets that {@link ServiceLoader} finds} */
    public static List<InstructionSet> instructionSets() {
        return ServiceLoader.load(InstructionSet.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /** {@return a machine to be described} */
    public static Builder builder() {
        return new Builder();
    }

    /** Describes a machine. What is not said is as in the {@code run} command. */
    public static final class Builder {
        private final Map<String, List<String>> options = new LinkedHashMap<>();
        private String isa = "";
        private String cpu = "";
        private String technique = "bare";
        private Tier tier = Tier.TRANSLATOR;
        private long storage;
        private long rate = BareMachine.Settings.RATE;
        private Consumer<String> console = _ -> {};

        private Builder() {}

        /**
         * Says which instruction set.
         *
         * @param name as {@link InstructionSet#name} gives it
         * @return this
         */
        public Builder isa(String name) {
            isa = name;
            return this;
        }

        /**
         * Says which processor.
         *
         * @param model and features, as {@link InstructionSet#architecture} takes them
         * @return this
         */
        public Builder cpu(String model) {
            cpu = model;
            return this;
        }

        /**
         * Says how the machine is virtualized, if it is.
         *
         * @param name one of {@link TechniqueChoice#NAMES}
         * @return this
         */
        public Builder technique(String name) {
            technique = name;
            return this;
        }

        /**
         * Says how code is executed. It changes the speed, not what happens.
         *
         * @param how the tier; what is not said is {@link Tier#TRANSLATOR}
         * @return this
         */
        public Builder tier(Tier how) {
            tier = how;
            return this;
        }

        /**
         * Says how much storage is installed.
         *
         * @param bytes a multiple of the page size
         * @return this
         */
        public Builder storage(long bytes) {
            storage = bytes;
            return this;
        }

        /**
         * Says how fast virtual time passes.
         *
         * @param instructionsPerSecond above 0
         * @return this
         */
        public Builder rate(long instructionsPerSecond) {
            rate = instructionsPerSecond;
            return this;
        }

        /**
         * Gives a value to an option of the instruction set's platform: what is attached, what is booted.
         *
         * @param name without dashes
         * @param value as on the command line
         * @return this
         */
        public Builder option(String name, String value) {
            options.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            return this;
        }

        /**
         * Says who is told what consoles print.
         *
         * @param printed is told each text
         * @return this
         */
        public Builder console(Consumer<String> printed) {
            console = printed;
            return this;
        }

        /**
         * Makes the machine, and boots it if an option was given.
         *
         * @return the machine, ready to run
         * @throws UsageException if something that was said is unusable
         */
        public BareMachine build() throws UsageException {
            InstructionSet set = set();
            Architecture a = set.architecture(cpu);
            Console screen = new Console() {
                @Override
                public void write(String text) {
                    console.accept(text);
                }

                @Override
                public void connect(Input input) {}
            };
            BareMachine m = new BareMachine(set, a, new BareMachine.Settings(storage == 0 ? set.defaultStorage() : storage, rate, _ ->
                    screen),
                    TechniqueChoice.of(technique, a).processor(a));
            m.host().tier(tier);
            m.attach(options);
            if (!options.isEmpty()) m.platform().boot();
            return m;
        }

        private InstructionSet set() throws UsageException {
            List<InstructionSet> all = instructionSets();
            for (InstructionSet s : all) if (s.name().equals(isa)) return s;
            throw new UsageException("there is no instruction set '" + isa + "': there are "
                    + String.join(", ", all.stream().map(InstructionSet::name).sorted().toList()));
        }
    }
}
