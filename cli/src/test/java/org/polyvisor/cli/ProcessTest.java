package org.polyvisor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: signals, and what else is written to standard error. */
@DisplayName("The polyvisor process")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProcessTest {
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path directory;

    private Process start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC"));
        command.addAll(List.of("-p", System.getProperty("jdk.module.path"), "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("-m", "org.polyvisor.cli/org.polyvisor.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder b = new ProcessBuilder(command).redirectError(directory.resolve("err").toFile()).directory(directory.toFile());
        b.environment().putAll(environment);
        return b.start();
    }

    private String err() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    @Test
    @DisplayName("tells how the machines of a directory ended when it is ended by a signal")
    void hostIsEnded() throws Exception {
        // MOV DX,3F8; MOV AL,'A'; OUT DX,AL; MOV AL,LF; OUT DX,AL; JMP to itself
        Files.write(directory.resolve("loop.bin"), HexFormat.of().parseHex("66baf803b041eeb00aeeebfe"));
        Path file = Files.writeString(directory.resolve("directory"), "machine m\n  isa x86lite\n  load loop.bin@0\n");
        Process p = start("host", file.toString(), "--stats", "stats.json");
        try (BufferedReader out = p.inputReader()) {
            assertEquals("m: A", out.readLine());
            p.destroy();
            assertEquals(SIGTERM, p.waitFor());
        }
        assertTrue(err().matches("MACHINE .*\\nm +x86lite .* interrupted\\n"), err());
        assertTrue(Files.readString(directory.resolve("stats.json")).contains("\"reason\":\"interrupted\""));
    }

    @Test
    @DisplayName("remarks nothing about a guest with --quiet")
    void quiet() throws Exception {
        // FMUL, which is not implemented; without a table of handlers the exception shuts the processor down
        Files.write(directory.resolve("float.bin"), HexFormat.of().parseHex("d9c9f4"));
        for (boolean quiet : new boolean[] {false, true}) {
            List<String> arguments = new ArrayList<>(List.of("run", "--isa", "x86lite", "--load", "float.bin@0"));
            if (quiet) arguments.add("--quiet");
            Process p = start(arguments.toArray(String[]::new));
            p.waitFor();
            assertEquals(!quiet, err().contains("not implemented"), err());
            assertEquals(quiet, err().isEmpty(), err());
        }
    }

    @Test
    @DisplayName("leaves no emulator running and no file behind when a measurement is ended by a signal")
    void benchIsEnded() throws Exception {
        Path programs = Files.createDirectory(directory.resolve("bin")), temporary = Files.createDirectory(directory.resolve("tmp"));
        Path emulator = Files.writeString(programs.resolve("hercules"), "#!/bin/sh\necho $$ > ../../pid\nexec sleep 1000\n");
        assertTrue(emulator.toFile().setExecutable(true));
        Process p = start(Map.of("PATH", programs + ":/bin:/usr/bin", "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary), "bench",
                "sieve", "--isa", "s370", "--brief", "--against", "hercules");
        Path file = directory.resolve("pid");
        while (p.isAlive() && (!Files.exists(file) || !Files.readString(file).endsWith("\n"))) Thread.sleep(20);
        assertTrue(p.isAlive(), err());
        ProcessHandle child = ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
        p.destroy();
        assertEquals(SIGTERM, p.waitFor());
        child.onExit().get(20, TimeUnit.SECONDS);
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.filter(f -> f.getFileName().toString().startsWith("polyvisor")).toList());
        }
    }
}
