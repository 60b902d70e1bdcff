package org.polyvisor.guest.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Variable;

/**
 * Where each variable of a method lies. The variable that is used most for the time it lives chooses its register first (priority
 * colouring); time is exact: points 2n and 2n + 1 are before and behind instruction n. A variable that finds no register free gets a slot
 * of the frame.
 */
final class Allocation {
    private static final int NONE = -1;
    /** What a use in a loop counts for, against one outside. */
    private static final int LOOP = 8;
    private static final int DEEPEST = 6;

    private final GuestPort port;
    private final List<Ir> code;
    private final Liveness liveness;
    private final int[] register;
    private final int[] slot;
    private final BitSet[] lives;
    private final double[] weight;
    private final Map<Integer, SortedSet<Integer>> hints = new HashMap<>();
    private final Map<Integer, BitSet> taken = new HashMap<>();
    private final SortedSet<Integer> used = new TreeSet<>();
    private final List<BitSet> slots = new ArrayList<>();

    Allocation(IrMethod m, GuestPort port) {
        this.port = port;
        code = m.code();
        liveness = new Liveness(m);
        register = new int[m.variables()];
        slot = new int[m.variables()];
        weight = new double[m.variables()];
        lives = new BitSet[m.variables()];
        Arrays.fill(register, NONE);
        Arrays.setAll(lives, _ -> new BitSet());
        observe();
        reserve();
        for (int v : order()) place(v, m.parameters());
    }

    // ---- results

    /** {@return the register of a variable, or −1} */
    int register(Variable v) {
        return register[v.number()];
    }

    /** {@return the slot of a variable without register} */
    int slot(Variable v) {
        return slot[v.number()];
    }

    int slots() {
        return slots.size();
    }

    SortedSet<Integer> registers() {
        return used;
    }

    /** {@return whether a parameter is needed at all} */
    boolean needed(int parameter) {
        return liveness.before(0).get(parameter);
    }

    /** {@return whether nobody needs what an instruction computes} */
    boolean dead(int n) {
        return code.get(n).target().map(t -> !liveness.behind(n).get(t.number())).orElse(false);
    }

    // ---- what is needed where

    private void observe() {
        double[] counts = counts();
        for (int n = 0; n < code.size(); n++) {
            int at = n;
            Ir i = code.get(n);
            liveness.before(n).stream().forEach(v -> lives[v].set(2 * at));
            liveness.behind(n).stream().forEach(v -> lives[v].set(2 * at + 1));
            i.target().ifPresent(t -> {
                lives[t.number()].set(2 * at + 1);
                weight[t.number()] += counts[at];
                hint(i, t);
            });
            for (IrValue v : i.uses()) if (v instanceof Variable r) weight[r.number()] += counts[n];
        }
        for (int v = 0; v < weight.length; v++) weight[v] /= Math.sqrt(4 + lives[v].cardinality());
    }

    private double[] counts() {
        int[] depth = new int[code.size() + 1];
        for (int n = 0; n < code.size(); n++) {
            int target = target(code.get(n));
            if (target < 0 || target > n) continue;
            depth[target]++;
            depth[n + 1]--;
        }
        double[] counts = new double[code.size()];
        int now = 0;
        for (int n = 0; n < counts.length; n++) {
            now += depth[n];
            counts[n] = Math.pow(LOOP, Math.min(now, DEEPEST));
        }
        return counts;
    }

    private int target(Ir i) {
        return switch (i) {
            case Ir.Jump j -> liveness.label(j.label());
            case Ir.Branch b -> liveness.label(b.label());
            default -> NONE;
        };
    }

    /** A result should lie where its first operand lay. */
    private void hint(Ir i, Variable target) {
        switch (i) {
            case Ir.Move m when m.from() instanceof Variable from -> hint(target, from);
            case Ir.Binary b when b.left() instanceof Variable from -> hint(target, from);
            case Ir.Unary u when u.of() instanceof Variable from -> hint(target, from);
            default -> {}
        }
    }

    private void hint(Variable a, Variable b) {
        hints.computeIfAbsent(a.number(), _ -> new TreeSet<>()).add(b.number());
        hints.computeIfAbsent(b.number(), _ -> new TreeSet<>()).add(a.number());
    }

    /** Registers are taken while instructions destroy them. */
    private void reserve() {
        for (int r : port.variables()) {
            BitSet b = new BitSet();
            for (int n = 0; n < code.size(); n++) if (port.clobbers(code.get(n), r)) b.set(2 * n, 2 * n + 2);
            taken.put(r, b);
        }
    }

    // ---- choice

    private int[] order() {
        return IntStream.range(0, weight.length).filter(v -> weight[v] > 0).boxed()
                .sorted(Comparator.comparingDouble((Integer v) -> -weight[v])).mapToInt(v -> v).toArray();
    }

    private void place(int v, int parameters) {
        int best = choose(v);
        if (best != NONE) {
            register[v] = best;
            taken(best).or(lives[v]);
            used.add(best);
        } else {
            slot[v] = v < parameters ? ~v : slot(lives[v]); // a parameter stays where its caller put it
        }
    }

    private int slot(BitSet life) {
        int n = 0;
        while (n < slots.size() && slots.get(n).intersects(life)) n++;
        if (n == slots.size()) slots.add(new BitSet());
        slots.get(n).or(life);
        return n;
    }

    private int choose(int v) {
        List<Integer> candidates = new ArrayList<>();
        for (int other : hints.getOrDefault(v, new TreeSet<>())) if (register[other] != NONE) candidates.add(register[other]);
        for (int r : port.variables()) if (port.callerSaved(r) || used.contains(r)) candidates.add(r);
        candidates.addAll(port.variables());
        for (int r : candidates) if (!taken(r).intersects(lives[v])) return r;
        return NONE;
    }

    private BitSet taken(int r) {
        BitSet b = taken.get(r);
        if (b == null) throw new IllegalStateException("no register for variables: " + r);
        return b;
    }
}
