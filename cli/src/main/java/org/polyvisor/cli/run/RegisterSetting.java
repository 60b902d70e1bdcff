package org.polyvisor.cli.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.Numeral;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;

/**
 * A register to set before a run.
 *
 * @param text as the user wrote it
 * @param register which
 * @param value new contents
 */
record RegisterSetting(String text, RegisterView register, long value) {

    /** Sets registers as users name them, in the order in which they take effect. */
    static void apply(List<String> settings, InstructionSet set, BareMachine machine) throws UsageException {
        List<RegisterSetting> all = new ArrayList<>();
        for (String text : settings) all.add(parse(text, set, machine));
        all.sort(Comparator.comparing(s -> s.register().rank()));
        for (RegisterSetting s : all) {
            try {
                s.register.writer().write(machine.machine(), s.value);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--set " + s.text + ": " + e.getMessage());
            }
        }
    }

    private static RegisterSetting parse(String text, InstructionSet set, BareMachine machine) throws UsageException {
        int equals = text.indexOf('=');
        if (equals <= 0) throw new UsageException("--set " + text + ": give REGISTER=VALUE");
        try {
            RegisterView r = InstructionSets.register(set, machine.architecture(), text.substring(0, equals));
            return new RegisterSetting(text, r, Numeral.parse(text.substring(equals + 1), r.bits()));
        } catch (UsageException e) {
            throw new UsageException("--set " + text + ": " + e.getMessage());
        }
    }
}
