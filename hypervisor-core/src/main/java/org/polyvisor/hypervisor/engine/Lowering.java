package org.polyvisor.hypervisor.engine;

import static org.polyvisor.hypervisor.engine.MicroOp.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.semantics.Control;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/** Turns prepared instructions into micro-ops. */
final class Lowering extends CommitLowering {
    private final List<Block.Way> ways = new ArrayList<>();

    /**
     * The micro-ops of one instruction, to be used again wherever it lies.
     *
     * @param generation when the constants had these numbers
     * @param code the micro-ops
     * @param last where the last one begins, or −1 if it must not be changed any more
     * @param lateInputs how many inputs its late flags have
     * @param way where it jumps, the number of which is the last word; or null
     */
    record Passage(int generation, int[] code, int last, int lateInputs, Block.Way way) {}

    Lowering(Processor cpu) {
        super(cpu);
    }

    void lower(Block b, List<Prepared> line) {
        size = 0;
        last = -1;
        ways.clear();
        b.starts = new int[line.size()];
        for (int i = 0; i < line.size(); i++) {
            b.starts[i] = size;
            passage(line.get(i), i + 1);
        }
        RecordedInstruction end = line.getLast().in();
        if (!end.ends() || end.control() instanceof Control.Interrupt) jump(way(end.next(), b.size));
        b.code = Arrays.copyOf(code, size);
        b.ways = ways.toArray(Block.Way[]::new);
    }

    // ---- one instruction

    /** One instruction, as it was lowered before if it may be. */
    private void passage(Prepared p, int count) {
        Template.Form form = p.form();
        if (form == null || !form.replays) {
            instruction(p, count);
            return;
        }
        int begin = size, generation = cpu.shared.generation();
        Passage c = form.passage(p, generation);
        if (c == null) {
            instruction(p, count);
            Block.Way way = p.in().control() instanceof Control.Jump ? ways.getLast().copy() : null;
            form.keep(p, new Passage(generation, Arrays.copyOfRange(code, begin, size), last < 0 ? -1 : last - begin, lateInputs, way));
        } else if (c.code.length > 0) {
            room(c.code.length);
            System.arraycopy(c.code, 0, code, size, c.code.length);
            size += c.code.length;
            last = c.last < 0 ? -1 : begin + c.last;
            lateInputs = c.lateInputs;
            if (c.way != null) {
                code[size - 1] = ways.size();
                ways.add(c.way.after(count));
            }
        }
    }

    private void instruction(Prepared p, int count) {
        RecordedInstruction in = p.in();
        begin();
        in.roots(this::use);
        for (Prepared.Late l : p.late()) if (l != null) l.inputs().forEach(this::use);
        for (int g : p.forced()) emit(FORCE, g);
        effects(in.effects(), count - 1);
        if (in.traps()) return;
        Register fused = fused(p);
        if (anyLate(p)) in.roots(this::rescue);
        boolean after = fused == null && lateAfter(p);
        if (fused == null && !after) late(p);
        for (int g : p.settled()) emit(MOVI, flags.kindSlot(g), 0);
        if (after) {
            commit(p, null);
            late(p);
            return;
        }
        switch (in.control()) {
            case Control.Next() -> commit(p, fused);
            case Control.Jump(Value t) -> {
                Block.Way w = way(t, in, count);
                commit(p, fused);
                jump(w);
            }
            case Control.Branch(Value c, Value t) -> branch(p, fused, c, t, count);
            case Control.Switch(Value t) -> {
                int s = stable(slot(t), in);
                commit(p, fused);
                emit(SWITCH, s, count);
            }
            case Control.Interrupt i -> {
                int c = stable(slot(i.condition()), in), d = stable(slot(i.detail()), in), a = stable(slot(i.address()), in);
                int t = stable(slot(i.target()), in);
                commit(p, fused);
                emit(COMPLETE, c, i.type().number(), i.code(), d, a, t, count);
                if (i.switches()) emit(SWITCH, t, count);
                else if (!(i.target().isConst() && i.target().imm == in.next())) jump(computed(t, 0, -1, count));
            }
            case Control.Execute(Value a, Value m) -> {
                int address = stable(slot(a), in), modifier = stable(slot(m), in);
                commit(p, fused);
                emit(EXECUTE, address, modifier, count);
            }
        }
    }

    private void branch(Prepared p, Register fused, Value condition, Value target, int count) {
        RecordedInstruction in = p.in();
        boolean not = condition.op == Op.XOR && condition.bits == 1 && condition.b.isConst() && condition.b.imm == 1;
        Value c = not ? condition.a : condition;
        boolean compares = c.op.compares();
        Value x = compares ? c.a : c, y = compares ? c.b : x;
        int a = before(x, in), b = before(y, in);
        Block.Way w = way(target, in, count);
        commit(p, fused);
        if (a < 0) a = slots.get(x);
        if (b < 0) b = slots.get(y);
        ways.add(w);
        int way = ways.size() - 1;
        if (!compares) {
            emit(not ? BRZ : BRNZ, a, way);
            return;
        }
        int op = (c.op == Op.EQ ? BREQ : c.op == Op.LT ? BRLT : BRULT) + (not ? 1 : 0);
        if (!compareAndBranch(op, a, b, way)) emit(op, a, b, way);
    }

    /** A slot that holds a value after the registers changed, too; −1 if it is what a register changes to, which comes cheaper then. */
    private int before(Value v, RecordedInstruction in) {
        boolean committed = v.op != Op.READ && !v.isConst() && !slots.containsKey(v) && in.commits().containsValue(v);
        return committed ? -1 : stable(slot(v), in);
    }

    /** Joins a branch with the late flags before it that it decides on. */
    private boolean compareAndBranch(int op, int a, int b, int way) {
        if (last >= 0 && code[last] == LATE1) return compareAloneAndBranch(op, a, b, way);
        if (last < 0 || code[last] != LATE || lateInputs > 2) return false;
        int in = cpu.lateSlot + 2, x = code[last + 3], y = code[last + 4], zero = cpu.constant(0);
        boolean alone = lateInputs == 1;
        boolean straight = a == in && (alone ? b == zero : b == in + 1), reversed = b == in && (alone ? a == zero : a == in + 1);
        if (!straight && !reversed) return false;
        int joined = switch (op) {
            case BREQ -> CMPEQ;
            case BRNE -> CMPNE;
            case BRLT -> straight ? CMPLT : CMPGT;
            case BRGE -> straight ? CMPGE : CMPLE;
            case BRULT -> straight ? CMPULT : CMPUGT;
            default -> straight ? CMPUGE : CMPULE;
        };
        int k0 = code[last + 1], k1 = code[last + 2];
        size = last;
        emit(joined, k0, k1, x, y, way);
        return true;
    }

    /** The same with flags of group 1 alone, for the two tests that need no order. */
    private boolean compareAloneAndBranch(int op, int a, int b, int way) {
        if (op != BREQ && op != BRNE || a != cpu.lateSlot + 2 || b >= cpu.lateSlot && b < cpu.firstTemp) return false;
        int kind = code[last + 1], x = code[last + 2], y = code[last + 3], z = code[last + 4];
        size = last;
        emit(op == BREQ ? CMPEQ1 : CMPNE1, kind, x, y, z, b, way);
        return true;
    }

    // ---- effects

    private void effects(List<Effect> effects, int before) {
        for (Effect e : effects) switch (e) {
            case Effect.Load(Value r, Value address, int bytes, var route) -> {
                int t = temp();
                if (route == Route.PROGRAM) access(LOAD, LOADX, t, bytes, address);
                else emit(LOADP, t, slot(address), bytes, route.ordinal());
                slots.put(r, t);
            }
            case Effect.Store(Value address, int bytes, Value v, var route) -> {
                int s = slot(stored(v, bytes));
                if (route == Route.PROGRAM) access(STORE, STOREX, s, bytes, address);
                else emit(STOREP, s, slot(address), bytes, route.ordinal());
            }
            case Effect.Probe(Value address, Value length, var access) -> emit(PROBE, slot(address), slot(length), access.ordinal());
            case Effect.Call(Value r, var helper, List<Value> arguments) -> {
                int[] s = new int[4];
                for (int i = 0; i < arguments.size(); i++) s[i] = slot(arguments.get(i));
                int t = temp();
                emit(HELP, t, cpu.helper(helper), s[0], s[1], s[2], s[3]);
                slots.put(r, t);
            }
            case Effect.Time(Value r) -> {
                int t = temp();
                emit(TIME, t, before);
                slots.put(r, t);
            }
            case Effect.Trap(var type, int trapCode, Value detail, Value address) ->
                emit(TRAP, type.number(), trapCode, slot(detail), slot(address));
            case Effect.When(Value c, List<Effect> body) -> {
                int s = slot(c);
                emit(SKIP, s, 0);
                int skip = size - 3;
                Map<Value, Integer> outer = new HashMap<>(slots);
                effects(body, before);
                code[skip + 2] = size - skip;
                last = moving = -1;
                slots.keySet().removeIf(v -> v.op != Op.RESULT && !outer.containsKey(v));
            }
        }
    }

    /** What is stored, without a mask that the width of the store applies anyway. */
    private static Value stored(Value v, int bytes) {
        long all = bytes >= 8 ? -1 : (1L << 8 * bytes) - 1;
        return bytes < 4 && v.op == Op.AND && v.b.isConst() && (v.b.imm & all) == all ? v.a : v;
    }

    // ---- ways out

    private Block.Way way(int pc, int count) {
        return new Block.Way(pc, count, -1, 0, 0);
    }

    private Block.Way way(Value target, RecordedInstruction in, int count) {
        if (target.isConst()) return way((int) target.imm & cpu.memory.addressMask, count);
        Value v = target;
        int mask = -1, plus = 0;
        if (v.op == Op.AND && v.b.isConst()) {
            mask = (int) v.b.imm;
            v = v.a;
        }
        if (v.op == Op.ADD && v.b.isConst()) {
            plus = (int) v.b.imm;
            v = v.a;
        }
        return computed(stable(slot(v), in), plus, mask, count);
    }

    private Block.Way computed(int slot, int plus, int mask, int count) {
        return new Block.Way(0, count, slot, plus, mask & cpu.memory.addressMask);
    }

    private void jump(Block.Way w) {
        ways.add(w);
        emit(JUMP, ways.size() - 1);
    }
}
