package org.polyvisor.hypervisor.engine;

import java.lang.invoke.MethodHandles;
import java.util.Set;

/** A region on the way from its plan to code of the host. The plan is of the processor's own thread, the rest may be of another one. */
final class Making implements Runnable {
    /** The host's compiler leaves alone what is longer than 8,000 bytes. */
    private static final int MOST_BYTES = 7900;

    final Block head;
    /** So many instructions were planned at most. */
    final int limit;
    final boolean assumes;
    final Region region;
    private final Context context;
    private final Set<Integer> labels;
    private final RegionCode code;
    private final Object[] constants;
    /** What went wrong: a defect of the translator, or the host's memory is used up. The processor's thread throws it. */
    private Throwable failure;
    private long nanoseconds;

    private Making(Processor cpu, Block head, int limit, boolean assumes, RegionPlan plan) {
        this.head = head;
        this.limit = limit;
        this.assumes = assumes;
        region = new Region(head, !plan.assumed().isEmpty(), cpu.memory.translations);
        context = cpu.context;
        labels = plan.targets();
        region.instructions = plan.instructions().size();
        code = new RegionCode(cpu, plan, region);
        constants = RegionConstant.data(cpu);
        plan.guard(region);
    }

    /** Plans a region from a block on; null: nothing there can be translated. */
    static Making plan(Processor cpu, Block head, int limit, boolean assumes) {
        long began = System.nanoTime();
        RegionPlan plan = new RegionPlan(cpu, head, limit, assumes);
        if (plan.instructions().isEmpty()) return null;
        Making m = new Making(cpu, head, limit, assumes, plan);
        m.nanoseconds = System.nanoTime() - began;
        return m;
    }

    @Override
    public void run() {
        long began = System.nanoTime();
        try {
            byte[] bytes = code.write();
            region.bytes = RegionCode.size(bytes);
            if (!tooLong()) region.code = define(bytes);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        nanoseconds += System.nanoTime() - began;
    }

    private Region.Code define(byte[] bytes) {
        try {
            Class<?> own = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, constants, true).lookupClass();
            return (Region.Code) own.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the host's machine refuses translated code", e);
        }
    }

    /** Whether the host's compiler would leave the method alone. */
    boolean tooLong() {
        return region.bytes > MOST_BYTES;
    }

    /** Makes it the code that runs from its head on. */
    void install() {
        head.region = region;
        head.epoch = 0; // no way leads here past the region
        context.cover(region, labels);
    }

    /** Throws what went wrong. */
    void check() {
        if (failure != null) throw new IllegalStateException("region at " + Integer.toHexString(head.pc), failure);
    }

    /** How long it took, without waiting. */
    long nanoseconds() {
        return nanoseconds;
    }
}
