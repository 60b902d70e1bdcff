package org.polyvisor.hypervisor.engine;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.Value;

/**
 * Expressions as bytecode: on the operand stack where used once, in a local variable where used again. Registers are local
 * variables. Numbers of up to 32 bits are ints, extended as {@link Op} says; others are longs.
 */
final class ExpressionCode {
    private static final ClassDesc CD_ARITHMETIC = ClassDesc.of(Arithmetic.class.getName());

    private final CodeBuilder code;
    private final Map<Integer, Integer> registers = new HashMap<>();
    private final Map<Integer, Boolean> wide = new HashMap<>();
    private final int firstTemp;
    private final Map<Value, Integer> uses = new HashMap<>();
    private Map<Value, Integer> locals = new HashMap<>();
    private int nextTemp;
    private int beyond;

    /**
     * Begins a method.
     *
     * @param slots of the registers in it, each with whether it has 64 bits
     * @param firstLocal the first variable that is free
     */
    ExpressionCode(CodeBuilder code, Map<Integer, Boolean> slots, int firstLocal) {
        this.code = code;
        int at = firstLocal;
        for (Map.Entry<Integer, Boolean> e : slots.entrySet()) {
            registers.put(e.getKey(), at);
            wide.put(e.getKey(), e.getValue());
            at += e.getValue() ? 2 : 1;
        }
        firstTemp = at;
        beyond = at;
    }

    /** The first variable that nothing written so far uses. */
    int beyond() {
        return beyond;
    }

    /** A new instruction: nothing is computed yet. */
    void begin(Prepared p) {
        nextTemp = firstTemp;
        locals.clear();
        uses.clear();
        p.in().roots(this::use);
        for (Prepared.Late l : p.late()) if (l != null) l.inputs().forEach(this::use);
    }

    private void use(Value v) {
        if (v == null || v.op.leaf() || uses.merge(v, 1, Integer::sum) > 1) return;
        use(v.a);
        use(v.b);
        use(v.c);
    }

    // ---- registers and results

    void pushRegister(int slot) {
        int at = registers.get(slot);
        if (wide.get(slot)) code.lload(at);
        else code.iload(at);
    }

    void popRegister(int slot) {
        int at = registers.get(slot);
        if (wide.get(slot)) code.lstore(at);
        else code.istore(at);
    }

    boolean wide(int slot) {
        return wide.get(slot);
    }

    /** What lies on the stack is this value from now on. */
    void define(Value v) {
        int at = locals.computeIfAbsent(v, this::temp);
        if (v.bits == 64) code.lstore(at);
        else code.istore(at);
    }

    private int temp(Value v) {
        int at = nextTemp;
        nextTemp += v.bits == 64 ? 2 : 1;
        beyond = Math.max(beyond, nextTemp);
        return at;
    }

    /** Gives results of a conditional body a value on the other path. */
    void preset(List<Effect> body) {
        for (Effect e : body) switch (e) {
            case Effect.Load l -> zero(l.result());
            case Effect.Call c -> zero(c.result());
            case Effect.Time t -> zero(t.result());
            case Effect.When w -> preset(w.body());
            case Effect.Store _, Effect.Probe _, Effect.Trap _ -> { }
        }
    }

    private void zero(Value v) {
        if (v.bits == 64) code.lconst_0();
        else code.iconst_0();
        define(v);
    }

    /** What is computed in {@code body} is not known to be computed after it, but for the results of effects. */
    void scoped(Runnable body) {
        Map<Value, Integer> outer = new HashMap<>(locals);
        body.run();
        locals = outer;
    }

    // ---- expressions

    /** As a long, whatever it is. */
    void pushLong(Value v) {
        push(v);
        if (v.bits < 64) code.i2l();
    }

    void push(Value v) {
        if (v.isConst()) {
            if (v.bits == 64) code.loadConstant(v.imm);
            else code.loadConstant((int) v.imm);
            return;
        }
        if (v.op == Op.READ) {
            pushRegister((int) v.imm);
            return;
        }
        Integer at = locals.get(v);
        if (at != null) {
            if (v.bits == 64) code.lload(at);
            else code.iload(at);
            return;
        }
        compute(v);
        if (uses.getOrDefault(v, 0) < 2 || v.op == Op.ZEXT) return;
        if (v.bits == 64) code.dup2();
        else code.dup();
        define(v);
    }

    private void compute(Value v) {
        boolean w = v.wide();
        if (v.op == Op.SELECT) {
            select(v);
            return;
        }
        push(v.a);
        if (v.b != null) push(v.b);
        boolean shift = v.op == Op.SHL || v.op == Op.SHR || v.op == Op.SAR;
        if (shift && v.b.bits == 64) code.l2i();
        switch (v.op) {
            case ADD -> operate(w ? Opcode.LADD : Opcode.IADD);
            case SUB -> operate(w ? Opcode.LSUB : Opcode.ISUB);
            case MUL -> operate(w ? Opcode.LMUL : Opcode.IMUL);
            case AND -> operate(w ? Opcode.LAND : Opcode.IAND);
            case OR -> operate(w ? Opcode.LOR : Opcode.IOR);
            case XOR -> operate(w ? Opcode.LXOR : Opcode.IXOR);
            case SHL -> operate(w ? Opcode.LSHL : Opcode.ISHL);
            case SHR -> operate(w ? Opcode.LUSHR : Opcode.IUSHR);
            case SAR -> operate(w ? Opcode.LSHR : Opcode.ISHR);
            case DIV -> divides("quotient", w);
            case REM -> divides("remainder", w);
            case UDIV -> divides("unsignedQuotient", w);
            case UREM -> divides("unsignedRemainder", w);
            case EQ, LT, ULT -> bit(v.op, w);
            case SEXT8 -> code.i2b();
            case SEXT16 -> code.i2s();
            case SEXT32 -> code.i2l();
            case ZEXT32 -> code.i2l().loadConstant(0xffff_ffffL).land();
            case LOW32 -> code.l2i();
            case ZEXT -> {
                if (v.bits == 64) code.i2l();
            }
            case CONST, IMM, READ, RESULT, SELECT -> throw new IllegalStateException("nothing computes " + v);
        }
    }

    private void operate(Opcode o) {
        code.with(OperatorInstruction.of(o));
    }

    private void divides(String name, boolean w) {
        ClassDesc t = w ? CD_long : CD_int;
        code.invokestatic(CD_ARITHMETIC, name, MethodTypeDesc.of(t, t, t));
    }

    /** A comparison of what lies on the stack as 1 or 0. */
    private void bit(Op op, boolean w) {
        if (op == Op.LT && w) {
            code.lcmp().bipush(31).iushr();
            return;
        }
        if (op == Op.ULT) {
            compareUnsigned(w);
            code.bipush(31).iushr();
            return;
        }
        Label no = code.newLabel(), end = code.newLabel();
        if (w) code.lcmp().ifne(no);
        else if (op == Op.EQ) code.if_icmpne(no);
        else code.if_icmpge(no);
        code.iconst_1().goto_(end).labelBinding(no).iconst_0().labelBinding(end);
    }

    private void select(Value v) {
        Label no = code.newLabel(), end = code.newLabel();
        test(v.a, no).run();
        scoped(() -> push(v.b));
        code.goto_(end).labelBinding(no);
        scoped(() -> push(v.c));
        code.labelBinding(end);
    }

    /** Pushes what a condition depends on; the result, run later, goes to {@code no} unless it holds. */
    Runnable test(Value condition, Label no) {
        boolean not = condition.op == Op.XOR && condition.b.isConst();
        Value t = not ? condition.a : condition;
        if (!t.op.compares() || locals.containsKey(t) || uses.getOrDefault(t, 0) > 1) {
            push(t);
            return () -> code.branch(not ? Opcode.IFNE : Opcode.IFEQ, no);
        }
        boolean w = t.wide(), zero = !w && t.b.isConst() && t.b.imm == 0 && t.op != Op.ULT;
        push(t.a);
        if (!zero) push(t.b);
        return () -> {
            if (t.op == Op.ULT) compareUnsigned(w);
            else if (w) code.lcmp();
            boolean compared = w || zero || t.op == Op.ULT;
            Opcode branch = t.op == Op.EQ
                    ? compared ? not ? Opcode.IFEQ : Opcode.IFNE : not ? Opcode.IF_ICMPEQ : Opcode.IF_ICMPNE
                    : compared ? not ? Opcode.IFLT : Opcode.IFGE : not ? Opcode.IF_ICMPLT : Opcode.IF_ICMPGE;
            code.branch(branch, no);
        };
    }

    private void compareUnsigned(boolean w) {
        ClassDesc t = w ? CD_long : CD_int;
        code.invokestatic(w ? CD_Long : CD_Integer, "compareUnsigned", MethodTypeDesc.of(CD_int, t, t));
    }
}
