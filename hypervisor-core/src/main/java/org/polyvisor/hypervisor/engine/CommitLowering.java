package org.polyvisor.hypervisor.engine;

import static org.polyvisor.hypervisor.engine.MicroOp.*;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Control;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/** Turns the change of registers and flags at the end of an instruction into micro-ops. */
abstract class CommitLowering extends ValueLowering {
    final LateFlags flags;
    /** How many inputs the last LATE has. */
    int lateInputs;

    CommitLowering(Processor cpu) {
        super(cpu);
        flags = cpu.flags;
    }

    // ---- flags

    /** The register whose sum, difference or combination can be computed together with all flags, or null. */
    Register fused(Prepared p) {
        if (flags.groups() == 0) return null;
        List<Value> inputs = null;
        for (Prepared.Late l : p.late()) {
            if (l == null || inputs != null && inputs != l.inputs()) return null;
            inputs = l.inputs();
        }
        for (Map.Entry<Register, Value> e : p.in().commits().entrySet()) {
            Value v = e.getValue();
            if (v.bits != 32 || slots.containsKey(v)) continue;
            boolean one = inputs.size() == 1 && inputs.getFirst().equals(v);
            boolean three = inputs.size() == 3 && inputs.getFirst().equals(v.a) && inputs.getLast().equals(v);
            switch (v.op) {
                case ADD, SUB -> {
                    if (three && inputs.get(1).equals(v.b)) return e.getKey();
                }
                case SHL, SHR, SAR -> {
                    if (three && inputs.get(1).isConst() && v.b.isConst()) return e.getKey();
                }
                case AND, OR, XOR -> {
                    if (one) return e.getKey();
                }
                default -> {}
            }
        }
        return null;
    }

    /** Can flags be left to after the registers changed? Then what they are computed from is loaded or computed only once. */
    static boolean lateAfter(Prepared p) {
        if (!(p.in().control() instanceof Control.Next) || p.in().commits().isEmpty()) return false;
        for (Prepared.Late l : p.late()) {
            if (l == null) continue;
            for (Value v : l.inputs()) {
                boolean changes = false;
                if (v.op == Op.READ) for (Register r : p.in().commits().keySet()) changes |= v.imm == r.slot();
                if (changes || !v.isConst() && v.op != Op.READ && !p.in().commits().containsValue(v)) return false;
            }
        }
        return true;
    }

    void late(Prepared p) {
        Prepared.Late[] late = p.late();
        boolean all = late.length > 0 && late[0] != null && late[late.length - 1] != null && late[0].inputs() == late[late.length - 1].inputs();
        if (all) {
            int[] s = inputs(late[0]);
            emit(LATE, kind0(late), late[late.length - 1].kind(), s[0], s[1], s[2]);
            return;
        }
        for (int g = 0; g < late.length; g++) {
            if (late[g] == null) continue;
            int[] s = inputs(late[g]);
            if (g == 1) emit(LATE1, late[g].kind(), s[0], s[1], s[2]);
            else emit(LATEX, flags.kindSlot(g), late[g].kind(), flags.inputSlot(g, late[g].kind()), s[0], s[1], s[2]);
        }
    }

    private static int kind0(Prepared.Late[] late) {
        return late.length == 1 ? 0 : late[0].kind();
    }

    private int[] inputs(Prepared.Late l) {
        int[] s = {cpu.constant(0), cpu.constant(0), cpu.constant(0)};
        for (int i = 0; i < l.inputs().size(); i++) s[i] = slot(l.inputs().get(i));
        lateInputs = l.inputs().size();
        return s;
    }

    static boolean anyLate(Prepared p) {
        for (Prepared.Late l : p.late()) if (l != null) return true;
        return false;
    }

    /** Computes what depends on inputs of earlier flags before they are overwritten. */
    void rescue(Value v) {
        if (v.op != Op.READ && !slots.containsKey(v) && readsLate(v)) slot(v);
    }

    private boolean readsLate(Value v) {
        if (v.op == Op.READ) return v.imm >= cpu.lateSlot && v.imm < cpu.firstTemp;
        return v.a != null && readsLate(v.a) || v.b != null && readsLate(v.b) || v.c != null && readsLate(v.c);
    }


    // ---- registers

    /** All registers change at once: first those whose old value nobody needs any more. */
    void commit(Prepared p, Register fused) {
        Map<Register, Value> left = new LinkedHashMap<>(p.in().commits());
        left.entrySet().removeIf(e -> e.getValue().op == Op.READ && e.getValue().imm == e.getKey().slot());
        while (!left.isEmpty()) {
            Register free = null;
            for (Register r : left.keySet())
                if ((free == null || justLoaded(left.get(r))) && unneeded(r, left)) free = r;
            if (free == null) break;
            change(p, free, left.remove(free), fused);
        }
        if (left.isEmpty()) return;
        List<Register> cycle = List.copyOf(left.keySet());
        int[] s = new int[cycle.size()];
        for (int i = 0; i < s.length; i++) change(p, cycle.get(i), left.get(cycle.get(i)), fused, s[i] = temp());
        for (int i = 0; i < s.length; i++) emit(MOV, cycle.get(i).slot(), s[i]);
    }

    /** Is it what the last micro-op loaded, so that it can be loaded where it belongs? */
    private boolean justLoaded(Value v) {
        Integer s = slots.get(v);
        return s != null && last >= 0 && loads(code[last]) && code[last + 1] == s;
    }

    private boolean unneeded(Register r, Map<Register, Value> left) {
        for (Map.Entry<Register, Value> e : left.entrySet()) if (e.getKey() != r && reads(e.getValue(), r)) return false;
        return true;
    }

    private void change(Prepared p, Register r, Value v, Register fused) {
        change(p, r, v, fused, r.slot());
    }

    private void change(Prepared p, Register r, Value v, Register fused, int dest) {
        if (r != fused) {
            if (!moves(dest, v)) into(dest, v);
            return;
        }
        int op = switch (v.op) {
            case ADD -> ADDL;
            case SUB -> SUBL;
            case AND -> ANDL;
            case OR -> ORL;
            case XOR -> XORL;
            case SHL -> SHLL;
            case SHR -> SHRL;
            default -> SARL;
        };
        Prepared.Late[] late = p.late();
        int a = slot(v.a), k0 = kind0(late), k1 = late[late.length - 1].kind();
        if (op < SHLL) emit(op, dest, a, slot(v.b), k0, k1);
        else emit(op, dest, a, (int) v.b.imm, slot(late[late.length - 1].inputs().get(1)), k0, k1);
        slots.put(v, dest);
    }

    /** Joins the change of a base register with the load or store before it, as PUSH and POP do. */
    private boolean moves(int dest, Value v) {
        boolean steps = v.op == Op.ADD && v.a.op == Op.READ && v.a.imm == dest && immediate(v) == ADDI && !slots.containsKey(v);
        if (!steps || moving < 0 || code[moving + 2] != dest || code[moving + 1] == dest) return false;
        int at = moving, value = code[at + 1], plus = code[at + 3];
        boolean load = code[at] == LOAD + 2;
        size = at;
        emit(load ? LOADU : STOREU, value, dest, plus, (int) v.b.imm);
        slots.put(v, dest);
        return true;
    }

    /** Is the old value of a register that has not changed yet needed to compute a value? */
    private boolean reads(Value v, Register r) {
        if (v == null || !v.mayRead(r.slot())) return false;
        Integer s = slots.get(v);
        if (s != null) return s == r.slot();
        return v.op == Op.READ && v.imm == r.slot() || reads(v.a, r) || reads(v.b, r) || reads(v.c, r);
    }

    /** A slot that survives the registers' change. */
    int stable(int slot, RecordedInstruction in) {
        for (Register r : in.commits().keySet()) if (r.slot() == slot) {
            int t = temp();
            emit(MOV, t, slot);
            return t;
        }
        return slot;
    }
}
