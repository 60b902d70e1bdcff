package org.polyvisor.guest.compiler;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.instruction.*;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.polyvisor.guest.compiler.Mistakes.Site;
import org.polyvisor.isa.guest.Condition;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Constant;
import org.polyvisor.isa.guest.IrValue.Variable;

/** Reads a method from its class file into the intermediate form, and says what of it a guest cannot have. */
final class MethodReader {
    /** How many cases of a switch are tried one after the other. */
    private static final int FEW = 4;

    private final Closure closure;
    private final ClassModel owner;
    private final MethodModel method;
    private final String symbol;
    private final String name;
    private final CodeBuilder builder;
    private final Arithmetic arithmetic;
    private final Members members;
    private final Map<Label, Integer> labels = new HashMap<>();
    private final Map<Integer, Integer> depths = new HashMap<>();
    private final Set<Label> reached = new HashSet<>();
    private final List<CodeElement> elements;
    private boolean dead;

    MethodReader(Closure closure, ClassModel owner, MethodModel method, String symbol) {
        this.closure = closure;
        this.owner = owner;
        this.method = method;
        this.symbol = symbol;
        name = GuestClasses.shortName(owner.thisClass().asInternalName()) + "." + method.methodName().stringValue();
        CodeAttribute code = method.findAttribute(Attributes.code())
                .orElseThrow(() -> new IllegalStateException("a method without code: " + name));
        elements = method.code().map(CodeModel::elementList).orElse(List.of());
        builder = new CodeBuilder(code.maxLocals(), code.maxStack());
        arithmetic = new Arithmetic(this, builder);
        members = new Members(this, closure, builder);
        code.findAttribute(Attributes.stackMapTable()).ifPresent(t -> {
            for (StackMapFrameInfo f : t.entries()) depths.put(code.labelToBci(f.target()), f.stack().size());
        });
    }

    IrMethod read() {
        builder.line(Math.max(1, firstLine()));
        int line = builder.line();
        signature();
        for (int tried : TryBlocks.lines(elements, line)) {
            builder.line(tried);
            refuse(Refusal.TRY);
        }
        builder.line(line);
        loops();
        for (int n = 0; n < elements.size(); n++) {
            switch (elements.get(n)) {
                case LineNumber l -> builder.line(l.line());
                case LabelTarget t -> label(t.label());
                case Instruction i when !dead -> instruction(i, n);
                default -> {}
            }
        }
        int parameters = type().parameterCount() + (method.flags().has(AccessFlag.STATIC) ? 0 : 1);
        return new IrMethod(symbol, name, GuestClasses.file(owner), line, parameters, builder.variables(), builder.labels(),
                builder.code());
    }

    private MethodTypeDesc type() {
        return method.methodTypeSymbol();
    }

    /** {@return the object whose method this is; in a static method a variable that there is not} */
    Variable self() {
        return new Variable(method.flags().has(AccessFlag.STATIC) ? -1 : 0);
    }

    // ---- mistakes

    void refuse(Refusal what, Object... details) {
        closure.mistakes().add(site(), what, details);
        builder.damaged();
    }

    Site site() {
        return new Site(GuestClasses.file(owner), builder.line(), name);
    }

    /** {@return whether values of a type can be: if not, that was said} */
    boolean accept(ClassDesc type) {
        ClassDesc element = type;
        while (element.isArray()) element = element.componentType();
        if (element.isPrimitive()) return accept(TypeKind.fromDescriptor(element.descriptorString()));
        String internal = GuestClasses.internalName(element);
        if (closure.classes().model(internal).isPresent()) return true;
        refuse(GuestClasses.isLibrary(internal) ? Refusal.LIBRARY_TYPE : Refusal.MISSING_CLASS, GuestClasses.dotted(element));
        return false;
    }

    /** {@return whether values of a kind can be: if not, that was said} */
    boolean accept(TypeKind kind) {
        switch (kind) {
            case LONG -> refuse(Refusal.LONG);
            case FLOAT -> refuse(Refusal.FLOAT);
            case DOUBLE -> refuse(Refusal.DOUBLE);
            default -> {
                return true;
            }
        }
        return false;
    }

    private void signature() {
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) refuse(Refusal.SYNCHRONIZED);
        type().parameterList().forEach(this::accept);
        if (!type().returnType().equals(ConstantDescs.CD_void)) accept(type().returnType());
    }

    private int firstLine() {
        return elements.stream().flatMap(e -> e instanceof LineNumber l ? Stream.of(l.line()) : Stream.of()).findFirst().orElse(0);
    }

    // ---- control

    /** Where loops jump back to can be reached, whatever stands before. */
    private void loops() {
        Set<Label> before = new HashSet<>();
        for (CodeElement e : elements) {
            switch (e) {
                case LabelTarget t -> before.add(t.label());
                case BranchInstruction b when before.contains(b.target()) -> reached.add(b.target());
                default -> {}
            }
        }
    }

    private void label(Label l) {
        Integer depth = depths.get(((CodeAttribute) method.code().orElseThrow()).labelToBci(l));
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

    private void instruction(Instruction i, int at) {
        switch (i) {
            case ConstantInstruction c -> constant(c, at);
            case LoadInstruction l -> builder.push(accept(l.typeKind()) ? new Variable(l.slot()) : new Constant(0));
            case StoreInstruction s -> {
                IrValue v = builder.pop();
                if (accept(s.typeKind())) builder.store(s.slot(), v);
            }
            case IncrementInstruction s -> builder.increment(s.slot(), s.constant());
            case OperatorInstruction o -> arithmetic.operator(o);
            case ConvertInstruction c -> arithmetic.convert(c);
            case StackInstruction s -> arithmetic.stack(s.opcode());
            case ArrayLoadInstruction a -> arithmetic.load(a.typeKind());
            case ArrayStoreInstruction a -> arithmetic.store(a.typeKind());
            case FieldInstruction f -> members.field(f);
            case InvokeInstruction v -> members.invoke(v);
            case InvokeDynamicInstruction d -> members.dynamic(d);
            case NewObjectInstruction n -> members.newObject(n.className().asInternalName());
            case NewPrimitiveArrayInstruction n -> members.newArray(n.typeKind());
            case NewReferenceArrayInstruction n -> {
                Refusal what = closure.isKernel() ? Refusal.NEW_IN_KERNEL : Refusal.NEW_REFERENCES;
                refuse(what, GuestClasses.dotted(n.componentType().asSymbol()));
                builder.pop();
                builder.push(new Constant(0));
            }
            case NewMultiArrayInstruction n -> {
                refuse(Refusal.NEW_MULTIPLE, GuestClasses.dotted(n.arrayType().asSymbol()));
                builder.pop(n.dimensions());
                builder.push(new Constant(0));
            }
            case BranchInstruction b -> branch(b);
            case TableSwitchInstruction t -> select(t.cases(), t.defaultTarget());
            case LookupSwitchInstruction t -> select(t.cases(), t.defaultTarget());
            case ReturnInstruction r -> {
                IrValue v = r.opcode() == Opcode.RETURN ? null : builder.pop();
                builder.emit(new Ir.Return(builder.line(), v));
                dead = true;
            }
            case ThrowInstruction _ -> {
                refuse(Refusal.EXCEPTION);
                dead = true;
            }
            case MonitorInstruction _ -> {
                if (i.opcode() == Opcode.MONITORENTER) refuse(Refusal.SYNCHRONIZED);
                builder.pop();
            }
            case TypeCheckInstruction t -> {
                if (t.opcode() == Opcode.CHECKCAST) refuse(Refusal.CAST, GuestClasses.dotted(t.type().asSymbol()));
                else refuse(Refusal.INSTANCEOF);
            }
            case NopInstruction _ -> {}
            default -> throw new IllegalStateException("javac writes no " + i.opcode() + ", but " + site() + " has one");
        }
    }

    private void constant(ConstantInstruction c, int at) {
        switch (c.constantValue()) {
            case Integer k -> builder.push(new Constant(k));
            case String s when Members.isText(following(at)) -> builder.push(closure.text(s));
            case String _ -> {
                if (!members.inException()) refuse(Refusal.STRING);
                builder.push(new Constant(0));
            }
            default -> {
                if (c.opcode() != Opcode.ACONST_NULL && accept(c.typeKind())) refuse(Refusal.CONSTANT, GuestClasses.constantType(c));
                builder.push(new Constant(0));
            }
        }
    }

    private Instruction following(int at) {
        for (int n = at + 1; n < elements.size(); n++) if (elements.get(n) instanceof Instruction i) return i;
        throw new IllegalStateException("nothing behind a constant in " + name);
    }

    private void branch(BranchInstruction b) {
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

    // ---- switch

    private void select(List<SwitchCase> cases, Label otherwise) {
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
