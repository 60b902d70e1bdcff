package org.polyvisor.cli.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.polyvisor.cli.guest.Guests;
import org.polyvisor.cli.option.ChosenTechnique;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.MemorySize;
import org.polyvisor.cli.option.OutputFile;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.hypervisor.Scheduler;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.BootOption;

/**
 * What a block of a directory file says of a machine. Each question is answered, or refused with the line concerned.
 *
 * @param block as it was written
 * @param base what names of files are relative to
 * @param sets the instruction sets
 */
record MachineBlock(Directory.Block block, Path base, InstructionSets sets) {
    private static final List<String> LATER = List.of("minidisk", "link");
    private static final Pattern OPTION = Pattern.compile(
            "(?<![\\w-])--(attach|kernel|initrd|append|ipl|boot|load|set|technique|cpu|guest|script|memory)\\b");

    private interface Check<T> {
        T value() throws UsageException;
    }

    /** Everything that is wrong with it, as far as that can be seen without making the machine. */
    List<String> mistakes() {
        List<String> found = new ArrayList<>();
        for (String key : LATER)
            if (block.get(key) != null) found.add(at(key, new UsageException(key + " has not arrived yet: leave it out")).getMessage());
        right(this::set, found);
        right(this::storage, found);
        right(this::technique, found);
        right(this::share, found);
        right(this::script, found);
        right(this::options, found);
        right(this::guest, found);
        right(this::placements, found);
        right(this::console, found);
        return found;
    }

    /** What is wrong with the instruction set is told once, whoever asks for it. */
    private static void right(Check<?> check, List<String> found) {
        try {
            check.value();
        } catch (UsageException e) {
            if (!found.contains(e.getMessage())) found.add(e.getMessage());
        }
    }

    private <T> T checked(String key, Check<T> check) throws UsageException {
        try {
            return check.value();
        } catch (InvalidPathException e) {
            throw at(key, new UsageException("'" + e.getInput() + "' is no name of a file"));
        } catch (UsageException e) {
            throw at(key, e);
        }
    }

    /** The same, said of the line of a key, and in keys where a command line has options. */
    UsageException at(String key, UsageException e) {
        Directory.Entry entry = block.get(key);
        String message = OPTION.matcher(e.getMessage()).replaceAll(m -> m.group(1).equals("memory") ? "storage" : m.group(1));
        return new UsageException("line " + (entry == null ? block.line() : entry.line()) + ": " + message);
    }

    boolean has(String key) {
        return block.get(key) != null;
    }

    private String text(String key, String otherwise) {
        Directory.Entry e = block.get(key);
        return e == null ? otherwise : e.text();
    }

    List<String> values(String key) {
        return block.all(key).stream().map(Directory.Entry::text).toList();
    }

    // ---- questions

    InstructionSet set() throws UsageException {
        Directory.Entry isa = block.get("isa");
        if (isa == null) throw new UsageException("line " + block.line() + ": machine " + block.name() + " has no isa: add 'isa NAME'");
        return checked("isa", () -> sets.named(isa.text()));
    }

    Architecture architecture() throws UsageException {
        InstructionSet set = set();
        return checked("cpu", () -> set.architecture(text("cpu", "")));
    }

    long storage() throws UsageException {
        Optional<MemorySize> said = has("storage") ? Optional.of(checked("storage", () -> MemorySize.parse(text("storage", ""))))
                : Optional.empty();
        Architecture a = architecture();
        InstructionSet set = set();
        return checked("storage", () -> said.orElseGet(() -> new MemorySize(set.defaultStorage())).checked("storage", set, a));
    }

    ChosenTechnique technique() throws UsageException {
        Technique said = checked("technique", () -> Technique.named(text("technique", "auto")));
        Architecture a = architecture();
        return checked("technique", () -> said.on(a));
    }

    int share() throws UsageException {
        return checked("share", () -> {
            String s = text("share", Integer.toString(Scheduler.SHARE));
            if (!s.matches("[1-9]\\d{0,5}")) throw new UsageException("share " + s + ": give a number from 1 to 999999");
            return Integer.parseInt(s);
        });
    }

    Optional<Script> script() throws UsageException {
        if (!has("script")) return Optional.empty();
        return checked("script", () -> {
            Path file = base.resolve(text("script", ""));
            return Optional.of(Script.parse(file.toString(), InputFile.text(file)));
        });
    }

    Optional<Path> console() throws UsageException {
        if (!has("console")) return Optional.empty();
        return checked("console", () -> {
            Path file = base.resolve(text("console", "")).normalize();
            OutputFile.check(file);
            return Optional.of(file);
        });
    }

    Map<String, List<String>> options() throws UsageException {
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> own = set().platform().options().stream().map(BootOption::name).toList();
        for (String key : List.of("attach", "kernel", "initrd", "append", "ipl", "boot")) {
            if (!has(key)) continue;
            if (!own.contains(key)) throw at(key, new UsageException("machines of " + set().name() + " have no " + key));
            options.put(key, values(key));
        }
        if (!PlatformOptions.boot(options) && !has("load") && !has("guest"))
            throw new UsageException("line " + block.line() + ": machine " + block.name() + " has nothing to run: add guest, "
                    + PlatformOptions.bootNames(set()).collect(Collectors.joining(", ")) + " or load");
        if (has("guest")) checked("guest", () -> {
            PlatformOptions.refuseBoot("guest " + text("guest", ""), options);
            return options;
        });
        return options;
    }

    Optional<BuiltGuest> guest() throws UsageException {
        if (!has("guest")) return Optional.empty();
        Architecture a = architecture();
        String name = text("guest", "");
        return checked("guest", () -> Optional.of(Guests.build(name.endsWith(".java") ? base.resolve(name).toString() : name, set(), a)));
    }

    List<Placement> placements() throws UsageException {
        List<Placement> all = new ArrayList<>();
        for (String l : values("load")) {
            Placement p = checked("load", () -> Placement.parse(l));
            all.add(new Placement(base.resolve(p.file()), p.address()));
        }
        return all;
    }
}
