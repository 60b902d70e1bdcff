package org.polyvisor.hypervisor.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.semantics.Control;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/** Which instructions a region covers, in which order, and what is known of late flags on the way. */
final class RegionPlan {
    /** So many bytes of code, aligned, are looked through for landings of a computed jump. */
    private static final int NEAR = 4096;

    private final Processor cpu;
    private final Context context;
    private final Mode mode;
    private final BaseRegisters bases;
    private final Map<Integer, RecordedInstruction> instructions = new LinkedHashMap<>();
    private final List<List<RecordedInstruction>> lines = new ArrayList<>();
    private final Set<Integer> targets = new HashSet<>();
    /** Where a computed jump may lead: behind calls, and where one has led. */
    private final Set<Integer> landings = new TreeSet<>();
    private List<List<Prepared>> prepared = List.of();

    /**
     * Follows the code from a block on, jumps included, into whatever has run before.
     *
     * @param limit so many instructions at most
     * @param assumes whether registers may be taken to stay as they are
     */
    RegionPlan(Processor cpu, Block head, int limit, boolean assumes) {
        this.cpu = cpu;
        context = cpu.context;
        mode = cpu.mode();
        bases = new BaseRegisters(cpu, assumes);
        do {
            for (Collection<?> c : List.of(lines, instructions.keySet(), targets, landings)) c.clear();
            targets.add(head.pc);
            collect(head.pc, limit);
        } while (bases.changed(instructions.values()));
        targets.retainAll(instructions.keySet());
        landings.retainAll(instructions.keySet());
        targets.addAll(landings);
        prepared = flags(head.pc, false);
        if (forces(prepared) > 0) {
            List<List<Prepared>> settled = flags(head.pc, true);
            if (forces(settled) < forces(prepared)) prepared = settled;
        }
    }

    /** Straight lines of instructions; each but the last of a line is followed by the next one. */
    List<List<Prepared>> lines() {
        return prepared;
    }

    Collection<RecordedInstruction> instructions() {
        return instructions.values();
    }

    /** Addresses that are jumped to. */
    Set<Integer> targets() {
        return targets;
    }

    /** Addresses that a computed jump may lead to: behind calls, and where one has led before. */
    Set<Integer> landings() {
        return landings;
    }

    /** What registers hold now, which the region takes for granted. */
    Map<Register, Long> assumed() {
        return bases.assumed();
    }

    /** Makes stores into the region's code known to it. */
    void guard(Region region) {
        Memory m = cpu.memory;
        Translations t = context.translations;
        for (RecordedInstruction in : instructions.values()) {
            int from = in.pc() + context.fetchBase & m.addressMask;
            for (int done = 0; done < in.length(); ) {
                int at = from + done & m.addressMask, offset = at & m.offsetMask, n = Math.min(in.length() - done, m.offsetMask + 1 - offset);
                Frame f = t.frame(at >>> m.pageShift);
                f.guard(offset, offset + n);
                region.from(at >>> m.pageShift, f);
                done += n;
            }
        }
        region.epoch = t.epoch;
    }

    // ---- which instructions

    private void collect(int head, int limit) {
        Deque<Integer> work = new ArrayDeque<>(List.of(head));
        while (!work.isEmpty() && instructions.size() < limit) {
            int pc = work.poll();
            List<RecordedInstruction> line = new ArrayList<>();
            while (!instructions.containsKey(pc) && instructions.size() < limit) {
                RecordedInstruction in = decode(pc);
                if (in == null) break;
                instructions.put(pc, in);
                line.add(in);
                Value target = target(in);
                if (target != null && target.isConst()) {
                    int t = (int) target.imm & cpu.memory.addressMask;
                    targets.add(t);
                    if (hasRun(t)) {
                        if (ends(in)) work.addFirst(t);
                        else work.add(t);
                    }
                }
                if (target != null && !target.isConst()) arrivals(pc, work);
                if (ends(in)) {
                    if (links(in) && hasRun(in.next())) {
                        landings.add(in.next());
                        work.add(in.next());
                    }
                    break;
                }
                pc = in.next();
            }
            if (line.isEmpty()) continue;
            lines.add(line);
            if (!ends(line.getLast())) targets.add(pc);
        }
    }

    /** Follows a computed jump to where such jumps have led, near it. */
    private void arrivals(int pc, Deque<Integer> work) {
        for (int landing : context.landings(pc & -NEAR, NEAR, mode.word()))
            if (landings.add(landing)) work.add(landing);
    }

    /** Whether a computed jump at one address is followed to the other. */
    static boolean near(int a, int b) {
        return (a & -NEAR) == (b & -NEAR);
    }

    private boolean hasRun(int pc) {
        return context.find(pc, mode.word()) != null;
    }

    /** The instruction at an address, if it can be part of a region; else null. */
    private RecordedInstruction decode(int pc) {
        Code.Fetch bytes = a -> {
            int linear = a + context.fetchBase & cpu.memory.addressMask;
            Frame f = context.translations.frame(linear >>> cpu.memory.pageShift);
            if (f == null) throw Signal.Ahead.SIGNAL;
            return f.bytes[linear & cpu.memory.offsetMask] & 0xff;
        };
        try {
            RecordedInstruction in = cpu.view.record(cpu.architecture, cpu.architecture.decode(bytes, pc, mode), mode);
            return in.traps() || !suits(in) ? null : bases.assume(in);
        } catch (Signal.Ahead _) {
            return null;
        }
    }

    /** What is left to the interpreter: whatever may change what decoded code takes for granted, and what is rare. */
    private static boolean suits(RecordedInstruction in) {
        return switch (in.control()) {
            case Control.Next _, Control.Jump _, Control.Branch _ -> true;
            case Control.Interrupt i -> !i.switches() && i.target().isConst() && i.target().imm == in.next()
                    && in.effects().stream().allMatch(e -> e instanceof Effect.Load);
            case Control.Switch _, Control.Execute _ -> false;
        };
    }

    /** Whether the next one in storage never follows it inside a region. */
    static boolean ends(RecordedInstruction in) {
        return in.ends() && !(in.control() instanceof Control.Interrupt);
    }

    static Value target(RecordedInstruction in) {
        return switch (in.control()) {
            case Control.Jump(Value t) -> t;
            case Control.Branch(Value _, Value t) -> t;
            default -> null;
        };
    }

    /** A call leaves the address of its successor somewhere. */
    private boolean links(RecordedInstruction in) {
        boolean[] found = {false};
        in.roots(v -> found[0] |= holds(v, in.next()));
        return found[0];
    }

    private boolean holds(Value v, int address) {
        if (v == null) return false;
        return v.isConst() && v.bits == 32 && ((int) v.imm & cpu.memory.addressMask) == address
                || holds(v.a, address) || holds(v.b, address) || holds(v.c, address);
    }

    // ---- late flags

    /**
     * Finds what is known at each label whichever way it is reached, then prepares every instruction accordingly.
     *
     * @param settles whether computed jumps put flags in place, so that this is known where they lead
     */
    private List<List<Prepared>> flags(int head, boolean settles) {
        Map<Integer, int[]> at = new HashMap<>();
        at.put(head, cpu.flags.unknown());
        boolean changed = true;
        while (changed) {
            changed = false;
            for (List<RecordedInstruction> line : lines) changed |= flow(line, at, settles);
        }
        return lines.stream().map(line -> prepare(line, at, settles)).toList();
    }

    private static long forces(List<List<Prepared>> all) {
        return all.stream().flatMap(List::stream).filter(p -> !p.forced().isEmpty()).count();
    }

    private boolean flow(List<RecordedInstruction> line, Map<Integer, int[]> at, boolean settles) {
        boolean changed = false;
        int[] known = null;
        for (RecordedInstruction in : line) {
            if (targets.contains(in.pc())) {
                if (known != null) changed |= meet(at, in.pc(), known);
                known = at.get(in.pc());
            }
            if (known == null) return changed;
            known = known.clone();
            Value target = target(in);
            boolean lands = target != null && !target.isConst();
            cpu.flags.prepare(in, known, settles && lands);
            if (lands) for (int pc : landings) changed |= meet(at, pc, known);
            else if (target != null) changed |= meet(at, (int) target.imm & cpu.memory.addressMask, known);
            if (in == line.getLast() && !ends(in)) changed |= meet(at, in.next(), known);
        }
        return changed;
    }

    private List<Prepared> prepare(List<RecordedInstruction> line, Map<Integer, int[]> at, boolean settles) {
        List<Prepared> all = new ArrayList<>(), straight = new ArrayList<>();
        FlagLiveness liveness = new FlagLiveness(cpu.flags);
        int[] known = cpu.flags.unknown();
        for (RecordedInstruction in : line) {
            if (targets.contains(in.pc())) {
                liveness.dropDead(straight);
                all.addAll(straight);
                straight.clear();
                known = at.getOrDefault(in.pc(), cpu.flags.unknown()).clone();
            }
            Value target = target(in);
            straight.add(cpu.flags.prepare(in, known, settles && target != null && !target.isConst()));
        }
        liveness.dropDead(straight);
        all.addAll(straight);
        return all;
    }

    private static boolean meet(Map<Integer, int[]> at, int pc, int[] known) {
        int[] old = at.get(pc);
        if (old == null) {
            at.put(pc, known.clone());
            return true;
        }
        int[] before = old.clone();
        for (int g = 0; g < old.length; g++) if (old[g] != known[g]) old[g] = -1;
        return !Arrays.equals(before, old);
    }
}
