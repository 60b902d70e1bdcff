package org.polyvisor.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.Workload;

@DisplayName("A competitor's run")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CompetitorRunTest {
    private static final Workload.Version VERSION = new Workload.Version("walk abc", Optional.of("walk start"), 7, Map.of(), _ -> {});
    private static final Workload WORKLOAD = new Workload("walk", "for tests", VERSION, VERSION, VERSION);

    @TempDir
    private Path outside;

    private Path directory;

    /** A shell that runs a script; what it is given on its input is {@code go}. */
    private class Shell implements Competitor {
        private final String script;

        Shell(String script) {
            this.script = script;
        }

        @Override
        public String name() {
            return "shell";
        }

        @Override
        public Optional<String> missing() {
            return Optional.empty();
        }

        @Override
        public Start prepare(Workload w, Workload.Version v, Path d) throws IOException {
            directory = d;
            Files.writeString(d.resolve("script"), script);
            return new Start(List.of("/bin/sh", "script"), Map.of("OUTSIDE", outside.toString()), "go\n");
        }
    }

    private Lap run(String script, Duration limit) {
        Lap l = new CompetitorRun(new Shell(script), WORKLOAD, VERSION, limit).run();
        assertFalse(Files.exists(directory), "its directory is left");
        return l;
    }

    private Lap run(String script) {
        return run(script, Duration.ofSeconds(60));
    }

    @Test
    @DisplayName("takes the time between the two lines: no start-up, and not what comes behind")
    void time() {
        long from = System.nanoTime();
        Lap l = run("sleep 0.4; read word; echo \"$word: walk start\" >&2; sleep 0.6; echo walk abc; exec sleep 1000");
        double all = (System.nanoTime() - from) / 1e9;
        assertEquals(Optional.empty(), l.failure());
        assertTrue(l.seconds() >= 0.3 && l.seconds() <= all - 0.39, () -> l.seconds() + " of " + all);
        assertEquals(7, l.repetitions());
    }

    @Test
    @DisplayName("ends the time where the last line begins, which may come slowly over a serial line")
    void slowLine() {
        Lap l = run("echo walk start; sleep 0.6; printf w; sleep 3; echo alk abc; exec sleep 1000");
        assertEquals(Optional.empty(), l.failure());
        assertTrue(l.seconds() >= 0.3 && l.seconds() < 3, () -> "" + l.seconds());
    }

    @Test
    @DisplayName("fails if another checksum is printed")
    void wrong() {
        assertEquals(Optional.of("printed 'walk abd', not 'walk abc'"), run("echo walk start; echo walk abd; exec sleep 1000").failure());
    }

    @Test
    @DisplayName("fails if it ends before, and says what its last line was")
    void early() {
        assertEquals(Optional.of("ended, or was ended after 60 s, before it printed 'walk start'; its last line is 'no such kernel'"),
                run("echo no such kernel >&2; exit 1").failure());
        assertEquals(Optional.of("ended, or was ended after 60 s, before it printed 'walk abc'; its last line is 'walk start'"),
                run("echo walk start").failure());
    }

    @Test
    @DisplayName("is killed with its children when it takes too long")
    void hangs() throws IOException {
        Lap l = run("sleep 1000 & echo $$ $! > \"$OUTSIDE/pids\"; echo walk start; wait", Duration.ofSeconds(2));
        assertTrue(l.failure().orElseThrow().contains("after 2 s, before it printed 'walk abc'"), l.failure()::toString);
        for (String pid : Files.readString(outside.resolve("pids")).strip().split(" "))
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(p -> p.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    @Test
    @DisplayName("fails if it cannot be started")
    void absent() {
        Competitor c = new Shell("") {
            @Override
            public Start prepare(Workload w, Workload.Version v, Path d) {
                return new Start(List.of("/no/such/program"), Map.of(), "");
            }
        };
        Lap l = new CompetitorRun(c, WORKLOAD, VERSION, Duration.ofSeconds(60)).run();
        assertTrue(l.failure().orElseThrow().startsWith("cannot be run: "), l.failure()::toString);
    }
}
