package org.polyvisor.hypervisor.engine;

import static org.polyvisor.hypervisor.engine.MicroOp.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Control;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/** Turns prepared instructions into micro-ops. */
final class Lowering {
    private final Processor cpu;
    private final LateFlags flags;
    private int[] code = new int[256];
    private int size;
    /** Where the last micro-op begins, or −1 if it must not be changed any more. */
    private int last = -1;

    /** Where the last micro-op begins if it is a plain load or store of four bytes, whose base may move with it; else −1. */
    private int moving = -1;

    /** How many inputs the last LATE has. */
    private int lateInputs;

    private int temps;
    private final Map<Value, Integer> slots = new HashMap<>();
    private final Map<Value, Integer> uses = new HashMap<>();
    private final List<Block.Way> ways = new ArrayList<>();

    Lowering(Processor cpu) {
        this.cpu = cpu;
        flags = cpu.flags;
    }

    void lower(Block b) {
        size = 0;
        last = -1;
        ways.clear();
        b.starts = new int[b.line.size()];
        for (int i = 0; i < b.line.size(); i++) {
            b.starts[i] = size;
            instruction(b.line.get(i), i + 1);
        }
        RecordedInstruction end = b.line.getLast().in();
        if (!end.ends() || end.control() instanceof Control.Interrupt) jump(way(end.next(), b.size));
        b.code = Arrays.copyOf(code, size);
        b.ways = ways.toArray(Block.Way[]::new);
    }

    // ---- one instruction

    private void instruction(Prepared p, int count) {
        RecordedInstruction in = p.in();
        slots.clear();
        uses.clear();
        temps = 0;
        moving = -1;
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

    private static boolean anyLate(Prepared p) {
        for (Prepared.Late l : p.late()) if (l != null) return true;
        return false;
    }

    /** Computes what depends on inputs of earlier flags before they are overwritten. */
    private void rescue(Value v) {
        if (v.op != Op.READ && !slots.containsKey(v) && readsLate(v)) slot(v);
    }

    private boolean readsLate(Value v) {
        if (v.op == Op.READ) return v.imm >= cpu.lateSlot && v.imm < cpu.firstTemp;
        return v.a != null && readsLate(v.a) || v.b != null && readsLate(v.b) || v.c != null && readsLate(v.c);
    }

    private void use(Value v) {
        if (uses.merge(v, 1, Integer::sum) > 1) return;
        if (v.a != null) use(v.a);
        if (v.b != null) use(v.b);
        if (v.c != null) use(v.c);
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

    // ---- flags

    /** The register whose sum, difference or combination can be computed together with all flags, or null. */
    private Register fused(Prepared p) {
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
    private static boolean lateAfter(Prepared p) {
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

    private void late(Prepared p) {
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

    // ---- effects

    private void effects(List<Effect> effects, int before) {
        for (Effect e : effects) switch (e) {
            case Effect.Load(Value r, Value address, int bytes, var path) -> {
                int t = temp();
                if (path == org.polyvisor.isa.Path.PROGRAM) access(LOAD, LOADX, t, bytes, address);
                else emit(LOADP, t, slot(address), bytes, path.ordinal());
                slots.put(r, t);
            }
            case Effect.Store(Value address, int bytes, Value v, var path) -> {
                int s = slot(stored(v, bytes));
                if (path == org.polyvisor.isa.Path.PROGRAM) access(STORE, STOREX, s, bytes, address);
                else emit(STOREP, s, slot(address), bytes, path.ordinal());
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

    private void access(int plain, int indexed, int s, int bytes, Value address) {
        int log = Integer.numberOfTrailingZeros(bytes), plus = 0;
        Value v = unmasked(address);
        if (v.op == Op.ADD && v.b.isConst()) {
            plus = (int) v.b.imm;
            v = v.a;
        }
        if (v.isConst()) {
            emit(plain + log, s, cpu.constant(0), (int) v.imm + plus);
        } else if (v.op == Op.ADD && !slots.containsKey(v)) {
            Value base = v.a, index = v.b;
            if (base.op == Op.ADD && base.b.isConst()) {
                plus += (int) base.b.imm;
                base = base.a;
            }
            if (index.op == Op.ADD && index.b.isConst()) {
                plus += (int) index.b.imm;
                index = index.a;
            }
            if (base.op == Op.SHL && base.b.isConst()) {
                Value x = base;
                base = index;
                index = x;
            }
            boolean scaled = index.op == Op.SHL && index.b.isConst() && !slots.containsKey(index);
            int shift = scaled ? (int) index.b.imm : 0;
            emit(indexed + log, s, slot(base), slot(scaled ? index.a : index), shift, plus);
        } else {
            emit(plain + log, s, slot(v), plus);
        }
    }

    /** An address without the mask that every access applies anyway. */
    private Value unmasked(Value v) {
        return v.op == Op.AND && v.bits == 32 && v.b.isConst() && v.b.imm == cpu.memory.addressMask ? v.a : v;
    }

    // ---- registers

    /** All registers change at once: first those whose old value nobody needs any more. */
    private void commit(Prepared p, Register fused) {
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

    private boolean reads(Value v, Register r) {
        if (v == null) return false;
        Integer s = slots.get(v);
        if (s != null) return s == r.slot();
        return v.op == Op.READ && v.imm == r.slot() || reads(v.a, r) || reads(v.b, r) || reads(v.c, r);
    }

    /** A slot that survives the registers' change. */
    private int stable(int slot, RecordedInstruction in) {
        for (Register r : in.commits().keySet()) if (r.slot() == slot) {
            int t = temp();
            emit(MOV, t, slot);
            return t;
        }
        return slot;
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

    // ---- values

    private int slot(Value v) {
        if (v.isConst()) return cpu.constant(v.imm);
        if (v.op == Op.READ) return (int) v.imm;
        Integer s = slots.get(v);
        if (s != null) return s;
        if (v.op == Op.ZEXT || v.op == Op.SEXT32) return slot(v.a);
        return into(temp(), v);
    }

    private int into(int dest, Value v) {
        Integer at = slots.get(v);
        if (at != null) {
            if (last >= 0 && code[last + 1] == at && loads(code[last]) && temporary(at) && uses.getOrDefault(v, 0) <= 1) {
                code[last + 1] = dest;
                slots.put(v, dest);
                last = -1;
                return dest;
            }
            emit(MOV, dest, at);
            return dest;
        }
        if (v.isConst()) {
            if (v.imm == (int) v.imm) emit(MOVI, dest, (int) v.imm);
            else emit(MOV, dest, cpu.constant(v.imm));
            return dest;
        }
        switch (v.op) {
            case READ -> emit(MOV, dest, (int) v.imm);
            case ZEXT -> into(dest, v.a);
            case SELECT -> {
                int a = slot(v.a), b = slot(v.b), c = slot(v.c);
                emit(SELECT, dest, a, b, c);
            }
            case SEXT8, SEXT16 -> extend(dest, v);
            case SEXT32 -> into(dest, v.a);
            case LOW32 -> emit(LOW, dest, slot(v.a));
            case ZEXT32 -> emit(ZX32, dest, slot(v.a));
            default -> binary(dest, v);
        }
        if (v.op != Op.READ) slots.put(v, dest);
        return dest;
    }

    private void extend(int dest, Value v) {
        int a = slot(v.a), wanted = v.op == Op.SEXT8 ? LOAD : LOAD + 1;
        if (last >= 0 && code[last] == wanted && code[last + 1] == a && temporary(a) && uses.getOrDefault(v.a, 0) <= 1) {
            code[last] = wanted - LOAD + LOADS;
            code[last + 1] = dest;
        } else {
            emit(v.op == Op.SEXT8 ? SX8 : SX16, dest, a);
        }
    }

    private void binary(int dest, Value v) {
        int plain = plain(v), immediate = immediate(v);
        if (immediate == ANDI && once(v.a) && v.a.op == Op.ADD && immediate(v.a) == ADDI) {
            emit(ADDANDI, dest, slot(v.a.a), (int) v.a.b.imm, (int) v.b.imm);
            return;
        }
        if (v.op == Op.OR && once(v.a) && v.a.op == Op.AND && immediate(v.a) == ANDI && !v.b.isConst()) {
            int a = slot(v.a.a), b = slot(v.b);
            emit(MIX, dest, a, (int) v.a.b.imm, b);
            return;
        }
        if (immediate >= 0) {
            int k = (int) v.b.imm;
            int a = slot(v.a);
            emit(immediate, dest, a, v.op == Op.SUB ? -k : k);
            return;
        }
        int a = slot(v.a), b = slot(v.b);
        if (plain >= 0) emit(plain, dest, a, b);
        else emit(v.wide() ? WRARE : RARE, dest, a, b, v.op.ordinal());
    }

    private static int plain(Value v) {
        boolean wide = v.wide();
        return switch (v.op) {
            case ADD -> wide ? WADD : ADD;
            case SUB -> wide ? WSUB : SUB;
            case MUL -> wide ? WMUL : MUL;
            case AND -> AND;
            case OR -> OR;
            case XOR -> XOR;
            case SHL -> wide ? WSHL : SHL;
            case SHR -> wide ? WSHR : SHR;
            case SAR -> wide ? WSAR : SAR;
            case EQ -> EQ;
            case LT -> LT;
            case ULT -> ULT;
            default -> -1;
        };
    }

    private static int immediate(Value v) {
        if (!v.b.isConst() || v.b.imm != (int) v.b.imm) return -1;
        boolean wide = v.wide();
        return switch (v.op) {
            case ADD, SUB -> wide ? -1 : ADDI;
            case MUL -> wide ? -1 : MULI;
            case AND -> ANDI;
            case OR -> ORI;
            case XOR -> XORI;
            case SHL -> wide ? -1 : SHLI;
            case SHR -> wide ? -1 : SHRI;
            case SAR -> wide ? -1 : SARI;
            case EQ -> EQI;
            case LT -> LTI;
            case ULT -> ULTI;
            default -> -1;
        };
    }

    /** Is a value wanted only here? */
    private boolean once(Value v) {
        return !slots.containsKey(v) && uses.getOrDefault(v, 0) <= 1;
    }

    private static boolean loads(int op) {
        return op >= LOAD && op < LOAD + 4 || op >= LOADX && op < LOADX + 4 || op == LOADS || op == LOADS + 1;
    }

    private boolean temporary(int slot) {
        return slot >= cpu.firstTemp && slot < cpu.firstTemp + Processor.TEMPS;
    }

    private int temp() {
        if (temps == Processor.TEMPS) throw new IllegalStateException("an instruction needs more than " + Processor.TEMPS + " temporaries");
        return cpu.firstTemp + temps++;
    }

    private void emit(int... op) {
        if (size + op.length > code.length) code = Arrays.copyOf(code, code.length * 2);
        last = size;
        moving = op[0] == LOAD + 2 || op[0] == STORE + 2 ? size : -1;
        for (int x : op) code[size++] = x;
    }
}
