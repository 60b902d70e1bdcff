package org.polyvisor.guest.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polyvisor.guest.compiler.Mistakes.Site;
import org.polyvisor.isa.guest.Ir;

/** Which method calls which, and how much stack that takes. */
final class CallGraph {
    /** There is no bound: methods call themselves. */
    static final int UNBOUNDED = -1;

    private final Map<String, IrMethod> methods = new LinkedHashMap<>();
    private final Map<String, Integer> needs = new HashMap<>();
    private final List<IrMethod> path = new ArrayList<>();

    CallGraph(List<IrMethod> methods) {
        for (IrMethod m : methods) this.methods.put(m.symbol(), m);
    }

    /** Tells of methods that call themselves. */
    void refuseRecursion(Mistakes mistakes) {
        Map<String, Boolean> done = new HashMap<>();
        for (IrMethod m : methods.values()) walk(m, done, mistakes);
    }

    private void walk(IrMethod m, Map<String, Boolean> done, Mistakes mistakes) {
        if (done.putIfAbsent(m.symbol(), false) != null) return;
        path.add(m);
        for (Ir i : m.code()) {
            IrMethod callee = i instanceof Ir.Call c ? methods.get(c.symbol()) : null;
            if (callee == null) continue;
            if (path.contains(callee)) mistakes.add(new Site(m.file(), i.line(), m.name()), Refusal.RECURSION, cycle(callee));
            else walk(callee, done, mistakes);
        }
        path.removeLast();
    }

    private String cycle(IrMethod from) {
        return path.subList(path.indexOf(from), path.size()).stream().map(IrMethod::name).collect(Collectors.joining(" → ")) + " → "
                + from.name();
    }

    /**
     * {@return how much stack a method needs with all that it calls, or {@link #UNBOUNDED}}
     *
     * @param symbol of the method; a hook needs none that is counted here
     * @param own what each method takes by itself
     */
    int stack(String symbol, Map<String, Integer> own) {
        IrMethod m = methods.get(symbol);
        if (m == null) return 0;
        if (path.contains(m)) return UNBOUNDED;
        Integer known = needs.get(symbol);
        if (known != null) return known;
        path.add(m);
        int deepest = 0;
        for (Ir i : m.code()) {
            int need = i instanceof Ir.Call c ? stack(c.symbol(), own) : 0;
            if (need == UNBOUNDED) deepest = UNBOUNDED;
            if (deepest != UNBOUNDED) deepest = Math.max(deepest, need);
        }
        path.removeLast();
        int need = deepest == UNBOUNDED ? UNBOUNDED : deepest + own.getOrDefault(symbol, 0);
        needs.put(symbol, need);
        return need;
    }
}
