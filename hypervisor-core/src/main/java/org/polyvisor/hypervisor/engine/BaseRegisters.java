package org.polyvisor.hypervisor.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/**
 * Registers that a region takes for granted. A jump to base register plus displacement is a jump to a constant as long as the base
 * stays put, and it does if the region never changes it. So its present value counts as constant, and is checked on entry.
 */
final class BaseRegisters {
    private final Processor cpu;
    private final Map<Register, Long> assumed = new LinkedHashMap<>();
    /** Registers that the region changes. */
    private final Set<Register> varying = new HashSet<>();

    /**
     * Takes nothing for granted yet.
     *
     * @param any whether anything may be
     */
    BaseRegisters(Processor cpu, boolean any) {
        this.cpu = cpu;
        if (!any) varying.addAll(cpu.architecture.registers().all());
    }

    /** What they hold. */
    Map<Register, Long> assumed() {
        return assumed;
    }

    /** An instruction of the region, with what is taken for granted put in; if it jumps to a base register, that is, too. */
    RecordedInstruction assume(RecordedInstruction in) {
        Value target = RegionPlan.target(in);
        if (target != null && !target.isConst()) {
            Set<Register> bases = new HashSet<>();
            if (based(target, bases) && bases.stream().noneMatch(varying::contains))
                bases.forEach(r -> assumed.put(r, cpu.frame[r.slot()]));
        }
        if (assumed.isEmpty()) return in;
        return in.replace(v -> {
            Register r = v.op == Op.READ ? register(v) : null;
            Long now = r == null ? null : assumed.get(r);
            return now == null ? null : Value.immediate(now, v.bits);
        }).settled();
    }

    /** Whether anything was taken for granted that the region changes; then nothing is, and it must be collected again. */
    boolean changed(Collection<RecordedInstruction> region) {
        for (RecordedInstruction in : region) {
            varying.addAll(in.commits().keySet());
            changes(in.effects());
        }
        if (assumed.keySet().stream().noneMatch(varying::contains)) return false;
        assumed.clear();
        return true;
    }

    private void changes(List<Effect> effects) {
        for (Effect e : effects) {
            if (e instanceof Effect.Call c) varying.addAll(c.helper().writes());
            if (e instanceof Effect.When w) changes(w.body());
        }
    }

    /** Is it made of registers and a displacement alone? */
    private boolean based(Value v, Set<Register> bases) {
        boolean[] displaced = {false};
        return leaves(v, bases, displaced) && displaced[0] && !bases.isEmpty();
    }

    private boolean leaves(Value v, Set<Register> bases, boolean[] displaced) {
        if (v == null) return true;
        displaced[0] |= v.op == Op.IMM;
        if (v.op == Op.RESULT) return false;
        if (v.op == Op.READ) {
            Register r = register(v);
            if (r == null) return false;
            bases.add(r);
        }
        return leaves(v.a, bases, displaced) && leaves(v.b, bases, displaced) && leaves(v.c, bases, displaced);
    }

    private Register register(Value v) {
        return v.imm < cpu.lateSlot ? cpu.architecture.registers().at((int) v.imm) : null;
    }
}
