package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/**
 * Flags computed late. Authors write flags as expressions that are computed at once; where these follow from at most three
 * values that exist anyway, an instruction stores those values and the number of the expressions instead, and whoever reads a
 * flag computes it. Both are shared by all tiers. {@link FlagLiveness} drops those that nobody can read.
 *
 * <p>Slots behind the registers: kind of group 0, kind of group 1, three inputs of group 1, three inputs of group 0. The kind of
 * group 0 may say that its inputs are those of group 1. An architecture with one group uses those of group 1; with more than two,
 * all flags are computed at once.
 */
final class LateFlags {
    static final int INPUTS = 3;
    static final int SLOTS = 2 + 2 * INPUTS;
    /** In a kind: the inputs are those of group 1. */
    static final int SHARED = 1 << 30;
    private static final int MOST = (1 << 15) - 1;
    /** Stands for the slot of an input in the expressions of a kind. */
    static final int INPUT = 1 << 20;

    private final List<List<Register>> groups;
    private final int count;
    private final int registers;
    final int firstSlot;
    private final List<Map<List<Value>, Integer>> numbers = new ArrayList<>();
    private final List<List<List<Value>>> kinds = new ArrayList<>();
    private final int[] groupOf;
    private final Deferral deferral;

    LateFlags(Architecture a) {
        groups = a.registers().groups().size() > 2 ? List.of() : a.registers().groups();
        count = groups.size();
        registers = a.registers().size();
        firstSlot = registers;
        groupOf = new int[registers];
        for (Register r : a.registers().all()) groupOf[r.slot()] = groups.isEmpty() ? -1 : r.group();
        deferral = new Deferral(this);
        for (int g = 0; g < count; g++) {
            numbers.add(new HashMap<>());
            kinds.add(new ArrayList<>());
        }
    }

    int groups() {
        return count;
    }

    List<Register> group(int group) {
        return groups.get(group);
    }

    int groupOf(Register r) {
        return groupOf[r.slot()];
    }

    /** The group of the flag in a slot; -1: none. */
    int groupOf(int slot) {
        return groupOf[slot];
    }

    /** Where the kind of a group is stored. */
    int kindSlot(int group) {
        return count == 1 ? firstSlot + 1 : firstSlot + group;
    }

    /** Where the inputs of a group of this kind are stored. */
    int inputSlot(int group, int kind) {
        return count == 1 || group == 1 || (kind & SHARED) != 0 ? firstSlot + 2 : firstSlot + 2 + INPUTS;
    }

    int[] unknown() {
        int[] k = new int[count];
        Arrays.fill(k, -1);
        return k;
    }

    /** Puts the flags of a group in place, whatever instruction left them. */
    void force(long[] frame, int group) {
        int kind = (int) frame[kindSlot(group)];
        if (kind == 0) return;
        List<Value> flags = kinds.get(group).get((kind & ~SHARED) - 1);
        int inputs = inputSlot(group, kind);
        long[] in = {frame[inputs], frame[inputs + 1], frame[inputs + 2]};
        List<Register> registers = groups.get(group);
        for (int i = 0; i < registers.size(); i++) frame[registers.get(i).slot()] = eval(flags.get(i), in);
        frame[kindSlot(group)] = 0;
    }

    /** Gives group 0 inputs of its own, because group 1 is about to be written alone. {@code late} is the first slot. */
    static void unshare(long[] frame, int late) {
        int own = late + 2 + INPUTS, shared = late + 2;
        for (int i = 0; i < INPUTS; i++) frame[own + i] = frame[shared + i];
        frame[late] ^= SHARED;
    }

    private static long eval(Value v, long[] in) {
        return switch (v.op) {
            case CONST, IMM -> v.imm;
            case READ -> in[(int) v.imm - INPUT];
            case RESULT -> throw new IllegalStateException(v.toString());
            case SELECT -> eval(v.a, in) != 0 ? eval(v.b, in) : eval(v.c, in);
            default -> v.op.eval(v.wide(), eval(v.a, in), v.b == null ? 0 : eval(v.b, in));
        };
    }

    // ---- one instruction

    /** Defers what can be deferred and makes concrete every flag that is read; updates what is known of each group's kind. */
    Prepared prepare(RecordedInstruction recorded, int[] known) {
        return prepare(recorded, known, false);
    }

    /**
     * The same.
     *
     * @param settles whether flags that the instruction does not write are in place after it, too
     */
    Prepared prepare(RecordedInstruction recorded, int[] known, boolean settles) {
        return prepare(defer(recorded), known, settles);
    }

    /**
     * An instruction without the flags that are computed late.
     *
     * @param in what it does
     * @param late by group: how its flags will be computed, or null
     * @param read by group: does it read any of its flags?
     * @param written by group: how many of its flags it puts in place itself
     */
    record Deferred(RecordedInstruction in, Prepared.Late[] late, boolean[] read, int[] written) {}

    /** Defers what can be deferred, whatever left the flags before. */
    Deferred defer(RecordedInstruction recorded) {
        Prepared.Late[] late = new Prepared.Late[count];
        Map<Register, Value> commits = deferral.defer(recorded, late);
        return deferred(new RecordedInstruction(recorded.pc(), recorded.next(), recorded.length(), recorded.effects(), commits,
                recorded.control()), late);
    }

    private Deferred deferred(RecordedInstruction in, Prepared.Late[] late) {
        boolean[] read = new boolean[count];
        int[] written = new int[count];
        if (!groups.isEmpty()) mark(in, late, read);
        for (Register r : in.commits().keySet()) if (groupOf(r) >= 0) written[groupOf(r)]++;
        return new Deferred(in, late, read, written);
    }

    private boolean partial(Deferred d, int group) {
        return d.written[group] > 0 && d.written[group] < groups.get(group).size();
    }

    /** What matters to an instruction of what is known of each group's kind. */
    int[] relevant(Deferred d, int[] known) {
        int[] k = new int[known.length];
        for (int g = 0; g < k.length; g++) k[g] = d.read[g] ? known[g] : partial(d, g) && known[g] != 0 ? -1 : 0;
        return k;
    }

    /** The same of flags that were deferred already. */
    Prepared prepare(Deferred d, int[] known, boolean settles) {
        if (settles) d = settled(d, known);
        RecordedInstruction in = d.in;
        Prepared.Late[] late = d.late.clone();
        List<Integer> forced = new ArrayList<>(), settled = new ArrayList<>();
        boolean substitute = false;
        for (int g = 0; g < count; g++) {
            if (known[g] != 0 && partial(d, g) || known[g] < 0 && d.read[g]) {
                forced.add(g);
                known[g] = 0;
            }
            if (d.written[g] == groups.get(g).size()) settled.add(g);
            substitute |= known[g] > 0 && d.read[g];
        }
        Prepared out = new Prepared(in, forced, late, settled, null);
        if (substitute) {
            int[] k = known.clone();
            Map<List<Value>, List<Value>> replaced = new java.util.IdentityHashMap<>();
            for (int g = 0; g < late.length; g++)
                if (late[g] != null)
                    late[g] = new Prepared.Late(late[g].kind(), replaced.computeIfAbsent(late[g].inputs(),
                            l -> l.stream().map(v -> v.replace(x -> flag(x, k))).toList()));
            out = new Prepared(in.replace(v -> flag(v, k)), forced, late, settled, null);
        }
        learn(after(out), unshares(out), known);
        return out;
    }

    /** Flags that an instruction does not write are in place after it, too. */
    private Deferred settled(Deferred d, int[] known) {
        Map<Register, Value> commits = new LinkedHashMap<>(d.in.commits());
        for (int g = 0; g < d.late.length; g++)
            if (d.late[g] == null && known[g] != 0) for (Register f : groups.get(g)) commits.putIfAbsent(f, Value.read(f.slot(), f.bits()));
        RecordedInstruction in = d.in;
        return deferred(new RecordedInstruction(in.pc(), in.next(), in.length(), in.effects(), commits, in.control()), d.late);
    }

    /** What is known of each group's kind after an instruction; −1: what was known before, since it leaves the group alone. */
    static int[] after(Prepared p) {
        int[] after = new int[p.late().length];
        for (int g = 0; g < after.length; g++) {
            boolean inPlace = p.settled().contains(g) || p.forced().contains(g);
            after[g] = p.late()[g] != null ? p.late()[g].kind() : inPlace ? 0 : -1;
        }
        return after;
    }

    /** Does group 0 get inputs of its own from an instruction? */
    static boolean unshares(Prepared p) {
        return p.late().length == 2 && p.late()[1] != null && p.late()[0] == null;
    }

    static void learn(int[] after, boolean unshares, int[] known) {
        for (int g = 0; g < after.length; g++) if (after[g] >= 0) known[g] = after[g];
        if (unshares && known[0] > 0) known[0] &= ~SHARED;
    }

    /** What a flag is, if it is known what left it; else null. */
    private Value flag(Value v, int[] known) {
        if (v.op != Op.READ || v.imm >= registers) return null;
        int g = groupOf[(int) v.imm];
        if (g < 0 || known[g] <= 0) return null;
        List<Register> flags = groups.get(g);
        int inputs = inputSlot(g, known[g]);
        for (int i = 0; i < flags.size(); i++)
            if (flags.get(i).slot() == v.imm)
                return kinds.get(g).get((known[g] & ~SHARED) - 1).get(i)
                        .replace(x -> x.op == Op.READ ? Value.read((int) x.imm - INPUT + inputs, x.bits) : null);
        return null;
    }

    private void mark(RecordedInstruction in, Prepared.Late[] late, boolean[] read) {
        in.roots(v -> mark(v, read));
        for (Prepared.Late l : late) if (l != null) l.inputs().forEach(v -> mark(v, read));
    }

    private void mark(Value v, boolean[] read) {
        if (v.op == Op.READ) {
            if (v.imm < registers && groupOf[(int) v.imm] >= 0) read[groupOf[(int) v.imm]] = true;
            return;
        }
        if (v.a != null) mark(v.a, read);
        if (v.b != null) mark(v.b, read);
        if (v.c != null) mark(v.c, read);
    }

    /** The number of a kind, or 0 if there are too many. */
    int intern(int group, List<Value> expressions) {
        Map<List<Value>, Integer> n = numbers.get(group);
        Integer k = n.get(expressions);
        if (k != null) return k;
        if (n.size() == MOST) return 0;
        kinds.get(group).add(expressions);
        n.put(expressions, kinds.get(group).size());
        return kinds.get(group).size();
    }
}
