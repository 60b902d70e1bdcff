package org.polyvisor.cli.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.BootOption;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that instruction sets contribute: their devices and ways to boot. */
final class PlatformOptions {
    private static final String DEVICES = "attach";

    private PlatformOptions() {}

    /** Adds them to a command; what several sets understand is there once. */
    static void contribute(CommandSpec command, List<InstructionSet> sets) {
        Map<String, List<String>> descriptions = new LinkedHashMap<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (InstructionSet set : sets)
            for (BootOption o : set.platform().options()) {
                descriptions.computeIfAbsent(o.name(), _ -> new ArrayList<>()).add(set.name() + ": " + o.description());
                parameters.putIfAbsent(o.name(), o.parameter());
            }
        if (descriptions.isEmpty()) return;
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().exclusive(false).validate(false).heading("Devices, and what is booted:%n");
        descriptions.forEach((name, lines) -> {
            if (command.findOption("--" + name) == null)
                group.addArg(OptionSpec.builder("--" + name).paramLabel(parameters.get(name)).type(List.class).auxiliaryTypes(String.class)
                        .arity("1").description(lines.stream().map(l -> l.replace("%", "%%")).toArray(String[]::new)).build());
        });
        command.addArgGroup(group.build());
    }

    /** The values that were given for an instruction set. */
    static Map<String, List<String>> given(ParseResult parsed, InstructionSet set, List<InstructionSet> sets) throws UsageException {
        Map<String, BootOption> own = set.platform().options().stream().collect(Collectors.toMap(BootOption::name, o -> o));
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (InstructionSet s : sets)
            for (BootOption o : s.platform().options()) {
                List<String> v = parsed.matchedOptionValue("--" + o.name(), List.of());
                if (v.isEmpty()) continue;
                BootOption mine = own.get(o.name());
                if (mine == null) throw new UsageException("--" + o.name() + ": machines of " + set.name()
                        + " have no such option; they have " + names(set));
                if (v.size() > 1 && !mine.repeatable()) throw new UsageException("--" + o.name() + " is given " + v.size()
                        + " times: once is enough");
                values.put(o.name(), List.copyOf(v));
            }
        return values;
    }

    /** True if they say what is booted: devices alone do not. */
    static boolean boot(Map<String, List<String>> options) {
        return options.keySet().stream().anyMatch(name -> !name.equals(DEVICES));
    }

    /** A guest is booted by itself: only devices may be given with it. */
    static void refuseBoot(String guest, Map<String, List<String>> options) throws UsageException {
        for (String name : options.keySet())
            if (!name.equals(DEVICES)) throw new UsageException(guest + " and --" + name + ": give one of the two, a machine boots once");
    }

    /** What an instruction set can boot, for messages. */
    static Stream<String> bootNames(InstructionSet set) {
        return set.platform().options().stream().map(BootOption::name).filter(name -> !name.equals(DEVICES));
    }

    /** The options of an instruction set, for messages. */
    static String names(InstructionSet set) {
        String names = set.platform().options().stream().map(o -> "--" + o.name()).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
