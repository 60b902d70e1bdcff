package org.polyvisor.guest.compiler;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.*;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.stream.Stream;
import org.polyvisor.guest.compiler.Mistakes.Site;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Constant;
import org.polyvisor.isa.guest.IrValue.Variable;

/** Reads a method from its class file into the intermediate form, and says what of it a guest cannot have. */
final class MethodReader {
    private final Closure closure;
    private final ClassModel owner;
    private final MethodModel method;
    private final String symbol;
    private final String name;
    private final CodeBuilder builder;
    private final Arithmetic arithmetic;
    private final Members members;
    private final ControlFlow flow;
    private final List<CodeElement> elements;

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
        flow = new ControlFlow(code, elements, builder);
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
        for (int n = 0; n < elements.size(); n++) {
            switch (elements.get(n)) {
                case LineNumber l -> builder.line(l.line());
                case LabelTarget t -> flow.label(t.label());
                case Instruction i when !flow.dead() -> instruction(i, n);
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

    // ---- instructions

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
            case BranchInstruction b -> flow.branch(b);
            case TableSwitchInstruction t -> flow.select(t.cases(), t.defaultTarget());
            case LookupSwitchInstruction t -> flow.select(t.cases(), t.defaultTarget());
            case ReturnInstruction r -> {
                IrValue v = r.opcode() == Opcode.RETURN ? null : builder.pop();
                builder.emit(new Ir.Return(builder.line(), v));
                flow.end();
            }
            case ThrowInstruction _ -> {
                refuse(Refusal.EXCEPTION);
                flow.end();
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
}
