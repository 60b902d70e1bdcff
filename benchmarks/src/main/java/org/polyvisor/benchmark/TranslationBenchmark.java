package org.polyvisor.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.platform.Workload;

/**
 * Milliseconds to make a region: workloads run a little on new machines that translate whatever they find running, so that almost all of
 * the time goes into regions. The machine, a little interpretation, and running the regions uncompiled are in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 15, time = 2)
@Measurement(iterations = 5, time = 2)
public class TranslationBenchmark {
    private static final int INSTRUCTIONS = 5_000;

    /** The instruction set. */
    @Param("")
    public String isa;

    private InstructionSet set;
    private List<Workload> programs;

    /** JMH divides by what is counted: the figure is that of one region. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Counted {
        /** So many were made. */
        public long region;
    }

    /** Finds the workloads. */
    @Setup
    public void find() {
        set = Programs.set(isa);
        programs = Programs.computing(set);
    }

    /**
     * Runs each on a new machine.
     *
     * @return how many regions there are, at last
     */
    @Benchmark
    public long translate(Counted counted) {
        for (Workload w : programs) {
            try (BareMachine m = Programs.machine(set, "bare", Tier.EAGER, w.brief())) {
                m.run(Limits.of(INSTRUCTIONS));
                counted.region += m.host().real().regions();
            }
        }
        return counted.region;
    }
}
