package org.polyvisor.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polyvisor.hypervisor.TechniqueChoice;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

/** Runs the benchmarks on all instruction sets that are found, and under all techniques that are right for each. */
public final class Main {
    private Main() {}

    /**
     * Runs them.
     *
     * @param arguments those of JMH; {@code -p isa=…} and {@code -p machine=…} choose among what is found
     * @throws IOException if JMH cannot write
     * @throws UsageException if an instruction set has no default processor
     */
    public static void main(String... arguments) throws IOException, UsageException {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        offer(all, "isa", Programs.sets().stream().map(InstructionSet::name).toList());
        offer(all, "machine", machines());
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }

    private static void offer(List<String> arguments, String parameter, List<String> values) {
        if (arguments.stream().anyMatch(a -> a.startsWith(parameter + "="))) return;
        arguments.addAll(List.of("-p", parameter + "=" + String.join(",", values)));
    }

    private static List<String> machines() throws UsageException {
        List<String> all = new ArrayList<>();
        for (InstructionSet s : Programs.sets())
            for (String technique : TechniqueChoice.NAMES)
                if (!technique.equals("auto") && TechniqueChoice.of(technique, s.architecture("")).equivalent())
                    all.add(s.name() + ":" + technique);
        return all;
    }
}
