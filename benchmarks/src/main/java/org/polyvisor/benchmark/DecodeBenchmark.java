package org.polyvisor.benchmark;

import java.util.ArrayList;
import java.util.BitSet;
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
import org.openjdk.jmh.infra.Blackhole;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.platform.Workload;

/** Nanoseconds to decode an instruction, and to decode it and record its meaning, over the instructions that the workloads begin with. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
    private static final int STEPS = 20_000;

    /** The instruction set. */
    @Param("")
    public String isa;

    private final List<Place> places = new ArrayList<>();
    private Architecture architecture;

    /** Where an instruction is. */
    private record Place(Code.Fetch fetch, int pc, org.polyvisor.isa.Mode mode) {}

    /** JMH divides by what is counted: the figure is that of one instruction. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Counted {
        /** So many were decoded. */
        public long instruction;
    }

    /**
     * Lets each workload run a little, to see which instructions it has.
     *
     * @throws UsageException if the instruction set has no default processor
     */
    @Setup
    public void find() throws UsageException {
        InstructionSet set = Programs.set(isa);
        architecture = set.architecture("");
        places.clear();
        for (Workload w : Programs.computing(set)) {
            try (BareMachine m = Programs.machine(set, "bare", Tier.INTERPRETER, w.brief())) {
                BitSet seen = new BitSet();
                byte[] storage = m.read(0, (int) set.defaultStorage());
                Code.Fetch fetch = a -> storage[a] & 0xff;
                for (int i = 0; i < STEPS; i++) {
                    int pc = m.processor().pc();
                    if (!seen.get(pc)) places.add(new Place(fetch, pc, m.processor().mode()));
                    seen.set(pc);
                    if (!(m.run(Limits.of(1)) instanceof Outcome.Budget)) break;
                }
            }
        }
    }

    /** Decodes all of them. */
    @Benchmark
    public void decode(Counted counted, Blackhole hole) {
        for (Place p : places) hole.consume(architecture.decode(p.fetch, p.pc, p.mode));
        counted.instruction += places.size();
    }

    /** Decodes all of them, and runs the method of each that says what it does. */
    @Benchmark
    public void record(Counted counted, Blackhole hole) {
        for (Place p : places) {
            Instruction i = architecture.decode(p.fetch, p.pc, p.mode);
            hole.consume(architecture.record(i, p.mode));
        }
        counted.instruction += places.size();
    }
}
