package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Effect;
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
    private static final int INPUT = 1 << 20;

    private final List<List<Register>> groups;
    private final int registers;
    final int firstSlot;
    private final List<Map<List<Value>, Integer>> numbers = new ArrayList<>();
    private final List<List<List<Value>>> kinds = new ArrayList<>();
    private final int[] groupOf;

    LateFlags(Architecture a) {
        groups = a.registers().groups().size() > 2 ? List.of() : a.registers().groups();
        registers = a.registers().size();
        firstSlot = registers;
        groupOf = new int[registers];
        for (Register r : a.registers().all()) groupOf[r.slot()] = groups.isEmpty() ? -1 : r.group();
        for (int g = 0; g < groups.size(); g++) {
            numbers.add(new HashMap<>());
            kinds.add(new ArrayList<>());
        }
    }

    int groups() {
        return groups.size();
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
        return groups.size() == 1 ? firstSlot + 1 : firstSlot + group;
    }

    /** Where the inputs of a group of this kind are stored. */
    int inputSlot(int group, int kind) {
        return groups.size() == 1 || group == 1 || (kind & SHARED) != 0 ? firstSlot + 2 : firstSlot + 2 + INPUTS;
    }

    int[] unknown() {
        int[] k = new int[groups.size()];
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
        Map<Register, Value> commits = new LinkedHashMap<>(recorded.commits());
        Prepared.Late[] late = new Prepared.Late[groups.size()];
        defer(recorded, commits, late);
        if (settles)
            for (int g = 0; g < late.length; g++)
                if (late[g] == null && known[g] != 0)
                    for (Register f : groups.get(g)) commits.putIfAbsent(f, Value.read(f.slot(), f.bits()));
        List<Integer> forced = new ArrayList<>(), settled = new ArrayList<>();
        RecordedInstruction in = new RecordedInstruction(recorded.pc(), recorded.next(), recorded.length(), recorded.effects(), commits,
                recorded.control());
        if (groups.isEmpty()) return new Prepared(in, forced, late, settled);
        boolean[] read = new boolean[groups.size()];
        mark(in, late, read);
        boolean substitute = false;
        for (int g = 0; g < groups.size(); g++) {
            int written = 0;
            for (Register f : groups.get(g)) if (commits.containsKey(f)) written++;
            boolean partial = written > 0 && written < groups.get(g).size();
            if (known[g] != 0 && partial || known[g] < 0 && read[g]) {
                forced.add(g);
                known[g] = 0;
            }
            if (written == groups.get(g).size()) settled.add(g);
            substitute |= known[g] > 0 && read[g];
        }
        Prepared out = new Prepared(in, forced, late, settled);
        if (substitute) {
            int[] k = known.clone();
            Map<List<Value>, List<Value>> replaced = new java.util.IdentityHashMap<>();
            for (int g = 0; g < late.length; g++)
                if (late[g] != null)
                    late[g] = new Prepared.Late(late[g].kind(), replaced.computeIfAbsent(late[g].inputs(),
                            l -> l.stream().map(v -> v.replace(x -> flag(x, k))).toList()));
            out = new Prepared(in.replace(v -> flag(v, k)), forced, late, settled);
        }
        for (int g = 0; g < groups.size(); g++) {
            if (late[g] != null) known[g] = late[g].kind();
            else if (settled.contains(g)) known[g] = 0;
        }
        if (groups.size() == 2 && late[1] != null && late[0] == null && known[0] > 0) known[0] &= ~SHARED;
        return out;
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

    /** Groups that this instruction writes whole: together from the same inputs if possible, else each from its own. */
    private void defer(RecordedInstruction in, Map<Register, Value> commits, Prepared.Late[] late) {
        List<Integer> whole = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) if (commits.keySet().containsAll(groups.get(g))) whole.add(g);
        if (whole.isEmpty()) return;
        if (defer(whole, in, commits, late) || whole.size() == 1) return;
        for (int g : whole) defer(List.of(g), in, commits, late);
    }

    private boolean defer(List<Integer> whole, RecordedInstruction in, Map<Register, Value> commits, Prepared.Late[] late) {
        Map<Register, Value> others = new LinkedHashMap<>(commits);
        for (int g : whole) groups.get(g).forEach(others::remove);
        Set<Value> shared = new HashSet<>();
        new RecordedInstruction(in.pc(), in.next(), in.length(), in.effects(), others, in.control()).roots(v -> collect(v, shared));
        results(in.effects(), shared);
        Value main = main(others);
        for (Set<Value> stops : List.of(shared, Set.<Value>of())) {
            List<Value> inputs = new ArrayList<>();
            List<List<Value>> expressions = expressions(whole, commits, stops, inputs);
            if (main != null && inputs.size() > 1 && canonical(inputs, main)) expressions = expressions(whole, commits, stops, inputs);
            if (inputs.size() > INPUTS || inputs.stream().anyMatch(v -> v.bits > 32)) continue;
            boolean together = groups.size() == 2 && whole.size() == 2;
            int[] kind = new int[whole.size()];
            boolean room = true;
            for (int i = 0; i < kind.length; i++) room &= (kind[i] = intern(whole.get(i), expressions.get(i))) > 0;
            if (!room) return false;
            for (int i = 0; i < kind.length; i++) late[whole.get(i)] = new Prepared.Late(together && i == 0 ? kind[i] | SHARED : kind[i], inputs);
            commits.clear();
            commits.putAll(others);
            return true;
        }
        return false;
    }

    private List<List<Value>> expressions(List<Integer> whole, Map<Register, Value> commits, Set<Value> stops, List<Value> inputs) {
        List<List<Value>> out = new ArrayList<>();
        for (int g : whole) out.add(groups.get(g).stream().map(f -> commits.get(f).replace(x -> input(x, stops, inputs))).toList());
        return out;
    }

    /** Brings inputs in the order: first operand, second operand, result of the sum or difference that the instruction computes. */
    private static boolean canonical(List<Value> inputs, Value main) {
        List<Value> order = List.of(main.a, main.b, main);
        if (main.b.op == Op.CONST || !order.containsAll(inputs)) return false;
        inputs.clear();
        inputs.addAll(order);
        return true;
    }

    private static Value main(Map<Register, Value> others) {
        for (Value v : others.values()) if ((v.op == Op.ADD || v.op == Op.SUB) && v.bits == 32) return v;
        return null;
    }

    private static Value input(Value v, Set<Value> stops, List<Value> inputs) {
        if (v.op == Op.CONST || !(v.op.leaf() || stops.contains(v))) return null;
        int i = inputs.indexOf(v);
        if (i < 0) {
            i = inputs.size();
            inputs.add(v);
        }
        return Value.read(INPUT + i, v.bits);
    }

    private static void collect(Value v, Set<Value> into) {
        if (!into.add(v)) return;
        if (v.a != null) collect(v.a, into);
        if (v.b != null) collect(v.b, into);
        if (v.c != null) collect(v.c, into);
    }

    private static void results(List<Effect> effects, Set<Value> into) {
        for (Effect e : effects) switch (e) {
            case Effect.Load l -> into.add(l.result());
            case Effect.Call c -> into.add(c.result());
            case Effect.Time t -> into.add(t.result());
            case Effect.When w -> results(w.body(), into);
            case Effect.Store _, Effect.Probe _, Effect.Trap _ -> { }
        }
    }

    private int intern(int group, List<Value> expressions) {
        Map<List<Value>, Integer> n = numbers.get(group);
        Integer k = n.get(expressions);
        if (k != null) return k;
        if (n.size() == MOST) return 0;
        kinds.get(group).add(expressions);
        n.put(expressions, kinds.get(group).size());
        return kinds.get(group).size();
    }
}
