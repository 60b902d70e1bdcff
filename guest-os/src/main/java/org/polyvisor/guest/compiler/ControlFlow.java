package org.polyvisor.guest.compiler;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.SwitchCase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.guest.Condition;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Constant;
import org.polyvisor.isa.guest.IrValue.Variable;

/** Reads where a method goes on: labels, branches, switches; and knows which code nothing reaches. */
final class ControlFlow {
    /** How many cases of a switch are tried one after the other. */
    private static final int FEW = 4;

    private final CodeAttribute code;
    private final CodeBuilder builder;
    private final Map<Label, Integer> labels = new HashMap<>();
    /** How many operands are on the stack, by where branches meet. */
    private final Map<Integer, Integer> depths = new HashMap<>();
    private final Set<Label> reached = new HashSet<>();
    private boolean dead;

    ControlFlow(CodeAttribute code, List<CodeElement> elements, CodeBuilder builder) {
        this.code = code;
        this.builder = builder;
        code.findAttribute(Attributes.stackMapTable()).ifPresent(t -> {
            for (StackMapFrameInfo f : t.entries()) depths.put(code.labelToBci(f.target()), f.stack().size());
        });
        loops(elements);
    }

    /** {@return whether nothing reaches this place} */
    boolean dead() {
        return dead;
    }

    /** The method does not go on here. */
    void end() {
        dead = true;
    }

    // ---- labels

    /** Where loops jump back to can be reached, whatever stands before. */
    private void loops(List<CodeElement> elements) {
        Set<Label> before = new HashSet<>();
        for (CodeElement e : elements) {
            switch (e) {
                case LabelTarget t -> before.add(t.label());
                case BranchInstruction b when before.contains(b.target()) -> reached.add(b.target());
                default -> {}
            }
        }
    }

    /** The place of a label that something jumps to. */
    void label(Label l) {
        Integer depth = depths.get(code.labelToBci(l));
        if (depth == null) return;
        if (dead && !reached.contains(l)) return;
        if (!dead) builder.settle();
        builder.join(depth);
        builder.emit(new Ir.Label(builder.line(), number(l)));
        dead = false;
    }

    private int number(Label l) {
        return labels.computeIfAbsent(l, _ -> builder.newLabel());
    }

    /** {@return the number of a label to which this place jumps} */
    private int target(Label l) {
        builder.settle();
        reached.add(l);
        return number(l);
    }

    // ---- branches

    void branch(BranchInstruction b) {
        Opcode o = b.opcode();
        if (o == Opcode.GOTO || o == Opcode.GOTO_W) {
            jump(b.target());
            return;
        }
        IrValue right = o.name().startsWith("IF_") ? builder.pop() : new Constant(0), left = builder.pop();
        Condition c = switch (o) {
            case IFEQ, IF_ICMPEQ, IF_ACMPEQ, IFNULL -> Condition.EQ;
            case IFNE, IF_ICMPNE, IF_ACMPNE, IFNONNULL -> Condition.NE;
            case IFLT, IF_ICMPLT -> Condition.LT;
            case IFGE, IF_ICMPGE -> Condition.GE;
            case IFGT, IF_ICMPGT -> Condition.GT;
            case IFLE, IF_ICMPLE -> Condition.LE;
            default -> throw new IllegalStateException("javac writes no " + o);
        };
        if (left instanceof Variable || right instanceof Variable) {
            boolean exchange = !(left instanceof Variable);
            int target = target(b.target());
            builder.emit(exchange ? new Ir.Branch(builder.line(), c.exchanged(), right, left, target)
                    : new Ir.Branch(builder.line(), c, left, right, target));
        } else if (Arithmetic.holds(c, left, right)) {
            jump(b.target());
        }
    }

    private void jump(Label l) {
        builder.emit(new Ir.Jump(builder.line(), target(l)));
        dead = true;
    }

    // ---- switches

    void select(List<SwitchCase> cases, Label otherwise) {
        IrValue v = builder.pop();
        if (!(v instanceof Variable)) {
            Variable t = builder.temporary();
            builder.emit(new Ir.Move(builder.line(), t, v));
            v = t;
        }
        int other = target(otherwise);
        List<SwitchCase> sorted = cases.stream().filter(c -> !c.target().equals(otherwise))
                .sorted((a, b) -> Integer.compare(a.caseValue(), b.caseValue())).toList();
        select(v, sorted, other);
        dead = true;
    }

    /** Few cases one after the other; many by halves. */
    private void select(IrValue v, List<SwitchCase> cases, int other) {
        int line = builder.line();
        if (cases.size() <= FEW) {
            for (SwitchCase c : cases)
                builder.emit(new Ir.Branch(line, Condition.EQ, v, new Constant(c.caseValue()), target(c.target())));
            builder.emit(new Ir.Jump(line, other));
            return;
        }
        int middle = cases.size() / 2, upper = builder.newLabel();
        builder.emit(new Ir.Branch(line, Condition.GE, v, new Constant(cases.get(middle).caseValue()), upper));
        select(v, cases.subList(0, middle), other);
        builder.emit(new Ir.Label(line, upper));
        select(v, cases.subList(middle, cases.size()), other);
    }
}
