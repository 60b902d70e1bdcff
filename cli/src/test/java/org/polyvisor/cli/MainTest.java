package org.polyvisor.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.cli.option.HostStreams;
import picocli.CommandLine;

@DisplayName("The polyvisor command")
class MainTest {

    @Test
    @DisplayName("tells its version and its Java")
    void version() {
        Program.Answer a = Program.execute("--version");
        assertEquals(0, a.code());
        assertTrue(a.out().startsWith("polyvisor "), a::out);
        assertTrue(a.out().contains("Java " + Runtime.version()), a::out);
    }

    @Test
    @DisplayName("tells its usage")
    void help() {
        Program.Answer a = Program.execute("--help");
        assertEquals(0, a.code());
        assertTrue(a.out().startsWith("Usage: polyvisor"), a::out);
    }

    @Test
    @DisplayName("has every command of the contract")
    void commands() {
        assertEquals(Set.of("demo", "test", "run", "exec", "host", "isa", "classify", "compare", "experiment", "guest", "bench", "mvn"),
                tree().getSubcommands().keySet());
        assertEquals(Set.of("list", "show", "disasm", "asm"), tree().getSubcommands().get("isa").getSubcommands().keySet());
    }

    private static CommandLine tree() {
        return Main.commandLine(true, new HostStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream()));
    }

    private static void collect(CommandLine line, List<String> words, List<List<String>> into) {
        line.getSubcommands().forEach((name, sub) -> {
            List<String> all = new ArrayList<>(words);
            all.add(name);
            into.add(all);
            collect(sub, all, into);
        });
    }

    static Stream<List<String>> everyCommand() {
        List<List<String>> all = new ArrayList<>();
        collect(tree(), List.of(), all);
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyCommand")
    @DisplayName("wires every command, each with its help")
    void everyCommandHasHelp(List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        arguments.add("--help");
        Program.Answer a = Program.execute(arguments.toArray(String[]::new));
        assertEquals(0, a.code(), a::err);
        assertTrue(a.out().startsWith("Usage: polyvisor " + String.join(" ", words)), a::out);
    }

    @Test
    @DisplayName("every command that does something takes --quiet")
    void everyCommandCanBeQuiet() {
        List<List<String>> deaf = everyCommand().filter(words -> !List.of("isa", "guest", "test", "mvn").contains(words.getLast()))
                .filter(words -> !Program.execute(Stream.concat(words.stream(), Stream.of("--help")).toArray(String[]::new)).out()
                        .contains("--quiet")).toList();
        assertEquals(List.of(), deaf);
    }

    @Test
    @DisplayName("lists every option of a run, those of the instruction sets too")
    void optionsOfRun() {
        String help = Program.execute("run", "--help").out();
        for (String option : List.of("--isa", "--cpu", "--memory", "--engine", "--technique", "--kernel", "--initrd", "--append", "--boot",
                "--attach", "--load", "--set",
                "--max-instructions", "--timeout", "--script", "--stats", "--rate", "--clock", "--record", "--replay", "--gdb", "--trace",
                        "--guest", "--quiet"))
            assertTrue(help.contains("\n      " + option), option);
        assertFalse(help.contains("Exception"), help);
    }

    @Test
    @DisplayName("answers wrong usage with exit code 2 and at most three lines")
    void wrongUsage() {
        for (List<String> arguments : List.of(List.<String>of(), List.of("--no-such-option"), List.of("no-such-command"), List.of("isa"),
                List.of("run"),
                List.of("run", "--no-such-option"), List.of("isa", "show"), List.of("classify"), List.of("bench", "--runs", "x"), List.of("run", "--isa", "x86lite", "--max-instructions", "x"))) {
            Program.Answer a = Program.execute(arguments.toArray(String[]::new));
            assertAll(() -> assertEquals(2, a.code()), () -> assertTrue(a.err().lines().count() <= 3, a::err),
                    () -> assertFalse(a.err().contains(" is not a long"), a::err), () -> assertFalse(a.err().contains("index"), a::err),
                    () -> assertTrue(a.err().startsWith("polyvisor"), a::err), () -> assertEquals("", a.out()));
        }
    }

    @Test
    @DisplayName("says of what has not arrived yet that it has not")
    void notYet() {
        for (List<String> arguments : List.of(List.of("run", "--isa", "x86lite", "--technique", "paravirtual", "--kernel", "k"),
                List.of("run", "--isa", "x86lite", "--record", "r"), List.of("run", "--isa", "x86lite", "--replay", "r"), List.of("run",
                        "--isa", "x86lite", "--gdb", "1234"),
                List.of("run", "--isa", "x86lite", "--trace", "t"), List.of("run",
                        "--isa", "x86lite", "--clock", "wall"))) {
            Program.Answer a = Program.execute(arguments.toArray(String[]::new));
            assertAll(() -> assertEquals(2, a.code(), a::err), () -> assertTrue(a.err().contains("not arrived yet"), a::err),
                    () -> assertTrue(a.err().lines().count() <= 3, a::err));
        }
    }

    @Test
    @DisplayName("names no instruction set in its module descriptor")
    void requiresNoInstructionSet() {
        Set<String> ours = Main.class.getModule().getDescriptor().requires().stream().map(requires -> requires.name())
                .filter(name -> name.startsWith("org.polyvisor")).collect(Collectors.toSet());
        assertEquals(Set.of("org.polyvisor.isa", "org.polyvisor.hypervisor", "org.polyvisor.guest"), ours);
    }
}
