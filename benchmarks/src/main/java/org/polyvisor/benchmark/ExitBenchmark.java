package org.polyvisor.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.InstructionSet;

/**
 * Nanoseconds an exit, in a program that does little else: by the virtual processor's exits from its host, or the interruptions of a bare
 * machine. The few instructions between two exits are in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 15, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExitBenchmark {
    private static final int INSTRUCTIONS = 100_000;

    /** {@code SET:TECHNIQUE}. */
    @Param("")
    public String machine;

    private BareMachine running;
    private long before;

    /** JMH divides by what is counted: the figure is that of one exit. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Counted {
        /** So many there were. */
        public long exit;
    }

    /** Starts the program. */
    @Setup(Level.Trial)
    public void start() {
        String[] parts = machine.split(":");
        InstructionSet set = Programs.set(parts[0]);
        running = Programs.machine(set, parts[1], Tier.TRANSLATOR, Programs.exits(set).sustained());
        before = 0;
    }

    /** Closes the machine. */
    @TearDown(Level.Trial)
    public void close() {
        running.close();
    }

    /** Runs on, and from the beginning when the program has ended. */
    @Benchmark
    public void exits(Counted counted) {
        Outcome o = running.run(Limits.of(INSTRUCTIONS));
        long now = count();
        counted.exit += now - before;
        before = now;
        if (o instanceof Outcome.Budget) return;
        close();
        start();
    }

    private long count() {
        return running.host() instanceof VirtualProcessor v ? v.ledger().total()
                : running.exits().values().stream().mapToLong(Long::longValue).sum();
    }
}
