package org.polyvisor.hypervisor.engine;

import static org.polyvisor.hypervisor.engine.MicroOp.*;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.Value;

/** Turns expressions and storage accesses into micro-ops, and joins micro-ops where that saves one. */
abstract class ValueLowering {
    final Processor cpu;
    int[] code = new int[256];
    int size;
    /** Where the last micro-op begins, or −1 if it must not be changed any more. */
    int last = -1;
    /** Where the last micro-op begins if it is a plain load or store of four bytes, whose base may move with it; else −1. */
    int moving = -1;
    /** Where values of the present instruction are. */
    Map<Value, Integer> slots = new HashMap<>();

    private int temps;
    private Map<Value, Integer> uses = new HashMap<>();

    ValueLowering(Processor cpu) {
        this.cpu = cpu;
    }

    /** A new instruction: nothing is computed yet. */
    void begin() {
        if (!slots.isEmpty()) slots = new HashMap<>();
        if (!uses.isEmpty()) uses = new HashMap<>();
        temps = 0;
        moving = -1;
    }

    void use(Value v) {
        if (uses.merge(v, 1, Integer::sum) > 1) return;
        if (v.a != null) use(v.a);
        if (v.b != null) use(v.b);
        if (v.c != null) use(v.c);
    }

    // ---- storage

    void access(int plain, int indexed, int s, int bytes, Value address) {
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


    // ---- values

    int slot(Value v) {
        if (v.isConst()) return cpu.constant(v.imm);
        if (v.op == Op.READ) return (int) v.imm;
        Integer s = slots.get(v);
        if (s != null) return s;
        if (v.op == Op.ZEXT || v.op == Op.SEXT32) return slot(v.a);
        return into(temp(), v);
    }

    int into(int dest, Value v) {
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

    static int immediate(Value v) {
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

    static boolean loads(int op) {
        return op >= LOAD && op < LOAD + 4 || op >= LOADX && op < LOADX + 4 || op == LOADS || op == LOADS + 1;
    }

    private boolean temporary(int slot) {
        return slot >= cpu.firstTemp && slot < cpu.firstTemp + Processor.TEMPS;
    }

    int temp() {
        if (temps == Processor.TEMPS) throw new IllegalStateException("an instruction needs more than " + Processor.TEMPS + " temporaries");
        return cpu.firstTemp + temps++;
    }

    void room(int more) {
        if (size + more > code.length) code = Arrays.copyOf(code, Math.max(size + more, code.length * 2));
    }

    void emit(int... op) {
        room(op.length);
        last = size;
        moving = op[0] == LOAD + 2 || op[0] == STORE + 2 ? size : -1;
        for (int x : op) code[size++] = x;
    }
}
