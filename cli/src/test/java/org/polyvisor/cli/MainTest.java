package org.polyvisor.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("The polyvisor command")
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    @DisplayName("tells its version and its Java")
    void version() {
        assertEquals(0, execute("--version"));
        assertTrue(out.toString().startsWith("polyvisor "), out::toString);
        assertTrue(out.toString().contains("Java " + Runtime.version()), out::toString);
    }

    @Test
    @DisplayName("tells its usage")
    void help() {
        assertEquals(0, execute("--help"));
        assertTrue(out.toString().startsWith("Usage: polyvisor"), out::toString);
    }

    @Test
    @DisplayName("answers wrong usage with exit code 2 and at most three lines")
    void wrongUsage() {
        for (List<String> arguments : List.of(List.<String>of(), List.of("--no-such-option"), List.of("no-such-command"))) {
            err.getBuffer().setLength(0);
            assertAll(
                    () -> assertEquals(2, execute(arguments.toArray(String[]::new))),
                    () -> assertTrue(err.toString().lines().count() <= 3, err::toString),
                    () -> assertTrue(err.toString().startsWith("polyvisor: "), err::toString));
        }
    }

    @Test
    @DisplayName("names no instruction set in its module descriptor")
    void requiresNoInstructionSet() {
        Set<String> ours = Main.class.getModule().getDescriptor().requires().stream()
                .map(requires -> requires.name())
                .filter(name -> name.startsWith("org.polyvisor"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("org.polyvisor.isa", "org.polyvisor.hypervisor", "org.polyvisor.guest"), ours);
    }
}
