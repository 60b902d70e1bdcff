package org.polyvisor.isa.s370.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.GuestSystem;
import org.polyvisor.guest.Transcript;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.s370.S370;

/**
 * Hercules 3.13, as a System/370, loads our decks from its card reader, and prints what the transcripts say:
 * {@code -Dpolyvisor.hercules.decks=true}. Its console does not obey HALT I/O, so nothing is printed while it waits for a line.
 */
@EnabledIfSystemProperty(named = "polyvisor.hercules.decks", matches = "true")
class HerculesDeckTest {
    private static final int SECONDS = 60;
    private static final String MACHINE = """
            CPUSERIAL 000001
            CPUMODEL 3158
            MAINSIZE 2
            XPNDSIZE 0
            NUMCPU 1
            ARCHMODE S/370
            CNSLPORT 0
            000C 3505 guest.deck ebcdic
            001F 1052-C /
            """;
    private static final Pattern PRINTED = Pattern.compile("\\* .*|[a-z]+: .*");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "rogues", "echo", "talk"})
    @DisplayName("a guest prints on Hercules what its transcript says")
    void guest(String name) throws GuestSourceException, UsageException, IOException, InterruptedException {
        GuestDefinition d = GuestCatalogue.named(name);
        S370 set = new S370();
        Files.write(folder.resolve("guest.deck"), new GuestSystem(set, set.architecture("")).build(d).bootable());
        Files.writeString(folder.resolve("machine.cnf"), MACHINE);
        String printed = run(new ArrayDeque<>(d.typed().lines().toList()));
        assertEquals(Optional.empty(), Transcript.of(d).difference(printed), printed);
    }

    private String run(Queue<String> typed) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("hercules", "-d", "-f", "machine.cnf", "EXTERNALGUI");
        Process p = builder.directory(folder.toFile()).redirectErrorStream(true).start();
        Thread limit = Thread.ofVirtual().start(() -> end(p));
        boolean loaded = false; // once the processor is in the manual state
        StringBuilder printed = new StringBuilder(), all = new StringBuilder();
        try (Writer commands = p.outputWriter(); BufferedReader messages = p.inputReader()) {
            for (String line; (line = messages.readLine()) != null; ) {
                all.append(line).append('\n');
                if (PRINTED.matcher(line).matches()) printed.append(line).append('\n');
                if (line.contains(" M.") && !loaded) {
                    loaded = true;
                    command(commands, "ipl 00c");
                }
                if (line.contains("Enter input for console device") && !typed.isEmpty()) command(commands, "/" + typed.remove());
                if (line.contains("Disabled wait state")) command(commands, "exit");
            }
        } finally {
            limit.interrupt();
            p.destroyForcibly();
        }
        if (!all.toString().contains("PSW=00020000 80000000")) throw new AssertionError("no disabled wait with code 0:\n" + all);
        return printed.toString();
    }

    private static void end(Process p) {
        try {
            if (!p.waitFor(SECONDS, TimeUnit.SECONDS)) p.destroyForcibly();
        } catch (InterruptedException over) {
            // it has ended
        }
    }

    private static void command(Writer commands, String text) throws IOException {
        commands.write(text + "\n");
        commands.flush();
    }
}
