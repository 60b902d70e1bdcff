package org.polyvisor.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.Workload;

/**
 * A workload on a competitor: each time a new process in a directory of its own. The process is killed and its files are removed in the
 * end, also if the command is interrupted.
 */
final class CompetitorRun implements Contestant {
    /** How long it may take with all that is not measured. */
    static final Duration LIMIT = Duration.ofSeconds(120);

    private static final int CHUNK = 4096;

    private final Competitor competitor;
    private final Workload workload;
    private final Workload.Version version;
    private final Duration limit;

    CompetitorRun(Competitor competitor, Workload workload, Workload.Version version, Duration limit) {
        this.competitor = competitor;
        this.workload = workload;
        this.version = version;
        this.limit = limit;
    }

    @Override
    public Lap run() {
        try (Child child = new Child(limit)) {
            child.start(competitor.prepare(workload, version, child.directory));
            MarkedOutput output = new MarkedOutput(workload.name(), version);
            InputStream in = child.output();
            byte[] chunk = new byte[CHUNK];
            for (int n; (n = in.read(chunk)) >= 0; )
                if (output.take(new String(chunk, 0, n, StandardCharsets.ISO_8859_1), System.nanoTime())) return output.lap();
            return Lap.failed(output.unfinished(limit));
        } catch (IOException e) {
            return Lap.failed("cannot be run: " + e.getMessage());
        }
    }

    /** The process and its directory. */
    private static final class Child implements AutoCloseable {
        final Path directory;
        private final Duration limit;
        private final Thread hook = new Thread(this::end);
        private volatile boolean ending;
        private volatile @Nullable Process process;
        private @Nullable Thread watch;

        Child(Duration limit) throws IOException {
            this.limit = limit;
            directory = Files.createTempDirectory("polyvisor-bench");
            Runtime.getRuntime().addShutdownHook(hook);
        }

        void start(Competitor.Start s) throws IOException {
            ProcessBuilder b = new ProcessBuilder(s.command()).directory(directory.toFile()).redirectErrorStream(true);
            b.environment().putAll(s.environment());
            Process p = started(b);
            watch = Thread.ofVirtual().start(() -> expire(p));
            OutputStream typed = p.getOutputStream();
            try {
                typed.write(s.typed().getBytes(StandardCharsets.ISO_8859_1));
                typed.flush();
            } catch (IOException closed) {
                // it does not read, or has ended: what it prints tells
            }
        }

        /** Not while it is being ended: a process that nobody knows of would be left. */
        private synchronized Process started(ProcessBuilder b) throws IOException {
            if (ending) throw new IOException("interrupted");
            return process = b.start();
        }

        InputStream output() {
            Process p = process;
            if (p == null) throw new IllegalStateException("not started");
            return p.getInputStream();
        }

        private void expire(Process p) {
            try {
                if (!p.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) kill(p);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }

        private static void kill(Process p) {
            p.descendants().forEach(ProcessHandle::destroyForcibly);
            p.destroyForcibly();
        }

        private synchronized void end() {
            ending = true;
            Process p = process;
            try {
                if (p != null) {
                    kill(p);
                    p.waitFor();
                }
                remove();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                // what cannot be removed stays in the directory for temporary files
            }
        }

        private void remove() throws IOException {
            if (!Files.exists(directory)) return;
            List<Path> all;
            try (Stream<Path> files = Files.walk(directory)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) Files.delete(file);
        }

        @Override
        public void close() {
            if (ending) park();
            if (watch != null) watch.interrupt();
            end();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException down) {
                park();
            }
        }

        /** The command was interrupted: there is nothing left to do or to say. */
        private static void park() {
            try {
                Thread.sleep(Duration.ofDays(1));
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
