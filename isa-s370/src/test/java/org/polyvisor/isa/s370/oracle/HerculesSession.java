package org.polyvisor.isa.s370.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Hercules that runs, as a System/370: commands and messages go through its external interface. A core image is loaded and started by
 * a restart; when it has ended in a disabled wait state, storage is saved to a file.
 */
final class HerculesSession implements AutoCloseable {
    private static final int LAST_LINES = 12;

    private final int seconds;
    private final Path directory;
    private final Process process;
    private final Thread watch;
    private final Writer commands;
    private final BufferedReader messages;
    private final Deque<String> log = new ArrayDeque<>();

    /**
     * Starts it.
     *
     * @param storage bytes
     * @param seconds after which it is ended
     * @param lines of its configuration: devices and options
     * @throws IOException if it does not start
     */
    HerculesSession(int storage, int seconds, String lines) throws IOException {
        this.seconds = seconds;
        directory = Files.createTempDirectory("hercules");
        Files.writeString(directory.resolve("machine.cnf"), """
                CPUSERIAL 000001
                CPUMODEL 0158
                MAINSIZE %d
                NUMCPU 1
                ARCHMODE S/370
                OSTAILOR QUIET
                """.formatted(storage >> 20) + lines);
        ProcessBuilder builder = new ProcessBuilder("hercules", "-d", "-f", "machine.cnf", "EXTERNALGUI");
        builder.directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HERCULES_"));
        process = builder.start();
        watch = Thread.ofVirtual().start(this::expire);
        commands = process.outputWriter();
        messages = process.inputReader();
        await(l -> l.contains(" M.")); // the manual state, after the initial reset, which clears storage
    }

    /**
     * Runs a program that a restart begins.
     *
     * @param image storage from location 0
     * @param end the instruction address of the disabled wait state in which it ends, six digits
     * @param length how much storage is wanted
     * @return storage after it
     * @throws IOException if it ended in another way
     */
    byte[] run(byte[] image, String end, int length) throws IOException {
        Path before = directory.resolve("before.core"), after = directory.resolve("after.core");
        Files.write(before, image);
        command("loadcore " + before.getFileName() + " 0");
        command("restart");
        if (await(l -> l.contains("Disabled wait state") || l.contains("Check-Stop")).contains("Check-Stop"))
            throw new IOException("a case brings Hercules down: " + await(l -> l.startsWith("PSW=")));
        String psw = await(l -> l.strip().startsWith("PSW="));
        if (!psw.strip().endsWith(end)) throw new IOException("the program ended elsewhere: " + psw.strip());
        do { // the message of the wait state comes shortly before the processor has stopped
            command("savecore " + after.getFileName() + " 0 " + Integer.toHexString(length - 1));
        } while (await(l -> l.contains("savecore command complete") || l.contains("savecore rejected")).contains("rejected"));
        return Files.readAllBytes(after);
    }

    private void expire() {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void command(String text) throws IOException {
        commands.write(text + "\n");
        commands.flush();
    }

    private String await(Predicate<String> expected) throws IOException {
        for (String line; (line = messages.readLine()) != null; ) {
            log.add(line);
            if (log.size() > LAST_LINES) log.remove();
            if (expected.test(line)) return line;
        }
        throw new IOException("Hercules ended, or was ended after " + seconds + " s, before it said what was expected:\n"
                + String.join("\n", log));
    }

    @Override
    public void close() throws IOException {
        try (commands; messages) {
            if (process.isAlive()) {
                command("exit");
                while (messages.readLine() != null) continue;
            }
        } finally {
            watch.interrupt();
            process.destroyForcibly();
            try (Stream<Path> files = Files.list(directory)) {
                for (Path p : files.toList()) Files.delete(p);
            }
            Files.delete(directory);
        }
    }
}
