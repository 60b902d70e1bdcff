package org.polyvisor.cli.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.Numeral;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Lockstep;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;

/**
 * What is needed to make a machine, once or again.
 *
 * @param set its instruction set
 * @param architecture its processor model
 * @param settings its storage, rate and consoles
 * @param options what is attached and booted
 * @param placements what is loaded besides
 * @param registers what is set besides
 * @param guest what is booted in place of what the options say
 */
record Preparation(InstructionSet set, Architecture architecture, BareMachine.Settings settings, Map<String, List<String>> options,
        List<Placement> placements, List<String> registers, Optional<BuiltGuest> guest) {

    private static final Console SILENT = new Console() {
        @Override
        public void write(String text) {}

        @Override
        public void connect(Input input) {}
    };

    /** Makes it, ready to run, its code executed by an engine. */
    BareMachine machine(ChosenTechnique technique, Engine engine) throws UsageException {
        BareMachine machine = new BareMachine(set, architecture, settings, technique.processor(architecture));
        machine.host().tier(engine.tier());
        machine.attach(options);
        if (guest.isPresent()) guest.get().boot(machine);
        else machine.platform().boot();
        for (Placement p : placements) p.into(machine);
        RegisterSetting.apply(registers, set, machine);
        return machine;
    }

    /**
     * Tells the first instruction that did something else than on a bare machine. Both are run anew, without input, and what they would
     * write is not kept: the run itself has written it.
     *
     * @param quiet whether to tell nothing but that instruction
     * @return whether there is one
     */
    boolean differs(ChosenTechnique technique, BareMachine ended, PrintWriter err, boolean quiet) throws UsageException {
        Preparation silent = new Preparation(set, architecture, new BareMachine.Settings(settings.storage(), settings.rate(), _ -> SILENT),
                set.platform().withoutTrace(options), placements, registers, guest);
        Optional<Lockstep.Difference> first = new Lockstep(() -> silent.again(Technique.BARE), () -> silent.again(technique))
                .first(ended.instructions() + 1);
        if (!quiet) err.println(technique.technique() + ": " + technique.why());
        if (!quiet || first.isPresent())
            err.println(first.map(Preparation::told).orElse("no instruction had another effect than on a bare machine"));
        return first.isPresent();
    }

    private static String told(Lockstep.Difference d) {
        return String.format(Locale.ROOT,
                "the first instruction whose effect differed from that on a bare machine: %s at %s, after %,d; %s",
                d.text(), Numeral.hexadecimal(d.pc() & 0xffff_ffffL), d.after(), d.what());
    }

    private BareMachine again(Technique technique) {
        try {
            return again(technique.on(architecture));
        } catch (UsageException e) {
            throw new IllegalStateException(e);
        }
    }

    private BareMachine again(ChosenTechnique technique) {
        try {
            return machine(technique, Engine.INTERPRETER);
        } catch (UsageException e) {
            throw new IllegalStateException("what could be made once cannot be made again: " + e.getMessage(), e);
        }
    }
}
