package org.polyvisor.guest.compiler;

import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Constant;
import org.polyvisor.isa.guest.IrValue.Reference;
import org.polyvisor.isa.guest.IrValue.Variable;
import org.polyvisor.isa.guest.Width;

/** Reads what a method does with members of classes: fields, calls, new objects. */
final class Members {
    private static final String OBJECTS = "java/util/Objects";
    private static final String GUEST = Guest.class.getName().replace('.', '/');

    private final MethodReader reader;
    private final Closure closure;
    private final GuestClasses classes;
    private final CodeBuilder builder;
    private boolean inException;

    Members(MethodReader reader, Closure closure, CodeBuilder builder) {
        this.reader = reader;
        this.closure = closure;
        this.builder = builder;
        classes = closure.classes();
    }

    /** {@return whether an instruction takes a literal} */
    static boolean isText(Instruction i) {
        return i instanceof InvokeInstruction v && v.owner().asInternalName().equals(GUEST) && v.name().equalsString("text");
    }

    /** {@return whether an exception is being made, which was refused with its message} */
    boolean inException() {
        return inException;
    }

    private Variable computed(Variable v) {
        builder.push(v);
        return v;
    }

    // ---- fields

    void field(FieldInstruction f) {
        boolean store = f.opcode() == Opcode.PUTFIELD || f.opcode() == Opcode.PUTSTATIC;
        boolean ofObject = f.opcode() == Opcode.PUTFIELD || f.opcode() == Opcode.GETFIELD;
        IrValue value = store ? builder.pop() : new Constant(0), object = ofObject ? builder.pop() : new Constant(0);
        String owner = classes.resolve(f.owner().asInternalName()), name = f.name().stringValue();
        Optional<ClassModel> declaring = classes.declaring(owner, name);
        boolean good = false;
        if (name.equals("$assertionsDisabled")) reader.refuse(Refusal.ASSERT);
        else if (declaring.isEmpty()) missing(owner, Refusal.LIBRARY_FIELD, GuestClasses.dotted(owner) + "." + name);
        else good = reader.accept(f.typeSymbol());
        if (!good) {
            if (!store) builder.push(new Constant(name.equals("$assertionsDisabled") ? 1 : 0));
        } else if (ofObject) {
            word(declaring.get(), name, store, object, value);
        } else {
            variable(declaring.get(), name, store, value);
        }
    }

    private void missing(String owner, Refusal ofLibrary, String what) {
        if (GuestClasses.isLibrary(owner)) reader.refuse(ofLibrary, what);
        else reader.refuse(Refusal.MISSING_CLASS, GuestClasses.dotted(owner));
    }

    private void word(ClassModel owner, String name, boolean store, IrValue object, IrValue value) {
        if (!GuestClasses.plain(owner)) reader.refuse(Refusal.SUPERCLASS, GuestClasses.dotted(owner.thisClass().asInternalName()));
        List<FieldModel> layout = GuestClasses.layout(owner);
        int word = 0;
        while (!layout.get(word).fieldName().equalsString(name)) word++;
        if (store) builder.emit(new Ir.StoreField(builder.line(), object, word, value));
        else builder.emit(new Ir.LoadField(builder.line(), computed(builder.temporary()), object, word));
    }

    private void variable(ClassModel owner, String name, boolean store, IrValue value) {
        String internal = owner.thisClass().asInternalName();
        Class<?> c = closure.initialised(internal, reader.site());
        boolean constant = owner.fields().stream().anyMatch(f -> f.fieldName().equalsString(name) && f.flags().has(AccessFlag.FINAL));
        if (c == null) {
            if (!store) builder.push(new Constant(0));
        } else if (constant) {
            builder.push(known(GuestClasses.value(c, name, null)));
        } else {
            String symbol = closure.variable(new Closure.Static(internal, name));
            if (store) builder.emit(new Ir.StoreStatic(builder.line(), symbol, value));
            else builder.emit(new Ir.LoadStatic(builder.line(), computed(builder.temporary()), symbol));
        }
    }

    private IrValue known(@Nullable Object o) {
        if (o instanceof Enum<?>) {
            reader.refuse(Refusal.ENUM, GuestClasses.dotted(o.getClass().getName()));
            return new Constant(0);
        }
        return ImageHeap.word(o).<IrValue>map(Constant::new).orElseGet(() -> new Reference(Objects.requireNonNull(o)));
    }

    // ---- calls

    void invoke(InvokeInstruction v) {
        MethodTypeDesc type = v.typeSymbol();
        boolean isStatic = v.opcode() == Opcode.INVOKESTATIC;
        IrValue[] arguments = builder.pop(type.parameterCount() + (isStatic ? 0 : 1));
        boolean result = !type.returnType().equals(ConstantDescs.CD_void);
        String owner = classes.resolve(v.owner().asInternalName()), name = v.name().stringValue();
        if (owner.equals(GUEST)) {
            guest(name, arguments, result);
            return;
        }
        if (owner.equals(OBJECTS) && name.equals("requireNonNull") && arguments.length == 1) {
            notNull(arguments[0]);
            builder.push(arguments[0]);
            return;
        }
        String symbol = callee(v, owner, name, isStatic);
        if (symbol != null) call(symbol, arguments, result, isStatic);
        else if (result) builder.push(new Constant(0));
    }

    /** {@return the symbol of what is called, or null after a mistake} */
    private @Nullable String callee(InvokeInstruction v, String owner, String name, boolean isStatic) {
        Optional<ClassModel> c = owner.startsWith("[") ? Optional.empty() : classes.model(owner);
        String shown = GuestClasses.shortName(owner) + "." + name;
        if (owner.startsWith("[")) reader.refuse(Refusal.ARRAY_METHOD, name);
        else if (name.equals("<init>")) inException = false; // the mistake is the object
        else if (c.isEmpty()) missing(owner, Refusal.LIBRARY_CALL, GuestClasses.dotted(owner) + "." + name);
        else return callee(c.get(), classes.method(c.get(), name, v.type().stringValue()), shown, isStatic);
        return null;
    }

    private @Nullable String callee(ClassModel c, Optional<MethodModel> method, String shown, boolean isStatic) {
        if (method.isEmpty()) {
            reader.refuse(Refusal.MISSING_METHOD, shown + " in the class itself: a guest's classes inherit nothing");
            return null;
        }
        MethodModel m = method.get();
        boolean isFinal = m.flags().has(AccessFlag.PRIVATE) || m.flags().has(AccessFlag.FINAL) || c.flags().has(AccessFlag.FINAL);
        boolean isNative = m.flags().has(AccessFlag.NATIVE);
        if (c.flags().has(AccessFlag.INTERFACE) && !isStatic) reader.refuse(Refusal.INTERFACE, shown);
        else if (!isStatic && !isFinal) reader.refuse(Refusal.VIRTUAL, shown);
        else if (isNative && !isStatic) reader.refuse(Refusal.NATIVE_INSTANCE, shown);
        else {
            closure.initialised(c.thisClass().asInternalName(), reader.site());
            return isNative ? closure.hook(m.methodName().stringValue(), shown, reader.site()) : closure.method(c, m);
        }
        return null;
    }

    private void call(String symbol, IrValue[] arguments, boolean result, boolean isStatic) {
        if (!isStatic) notNull(arguments[0]);
        builder.emit(new Ir.Call(builder.line(), result ? builder.temporary() : null, symbol, List.of(arguments)));
        if (result) builder.code().getLast().target().ifPresent(builder::push);
    }

    /** An object must not be null, which its first field tells: nobody needs what is loaded. */
    private void notNull(IrValue object) {
        if (!object.equals(reader.self()) && !(object instanceof Reference))
            builder.emit(new Ir.LoadField(builder.line(), builder.temporary(), object, 0));
    }

    private void guest(String name, IrValue[] a, boolean result) {
        int line = builder.line();
        switch (name) {
            case "text" -> builder.push(a[0]); // a literal: what stands for another value was refused where it came from
            case "address", "bytesAt", "wordsAt" -> builder.push(a[0]);
            case "loadWord" -> builder.emit(new Ir.LoadRaw(line, Width.WORD, computed(builder.temporary()), a[0]));
            case "loadByte" -> builder.emit(new Ir.LoadRaw(line, Width.UNSIGNED_BYTE, computed(builder.temporary()), a[0]));
            case "storeWord" -> builder.emit(new Ir.StoreRaw(line, Width.WORD, a[0], a[1]));
            case "storeByte" -> builder.emit(new Ir.StoreRaw(line, Width.BYTE, a[0], a[1]));
            case "sys", "attempt" -> call(closure.hook(name, "Guest." + name, reader.site()), a, result, true);
            default -> {
                reader.refuse(Refusal.LIBRARY_CALL, "Guest." + name);
                if (result) builder.push(new Constant(0));
            }
        }
    }

    void dynamic(InvokeDynamicInstruction d) {
        switch (GuestClasses.shortName(GuestClasses.internalName(d.bootstrapMethod().owner()))) {
            case "StringConcatFactory" -> reader.refuse(Refusal.STRING_CONCATENATION);
            case "LambdaMetafactory" -> reader.refuse(Refusal.LAMBDA);
            case "SwitchBootstraps" -> reader.refuse(Refusal.PATTERN);
            default -> reader.refuse(Refusal.DYNAMIC, d.name().stringValue());
        }
        builder.pop(d.typeSymbol().parameterCount());
        if (!d.typeSymbol().returnType().equals(ConstantDescs.CD_void)) builder.push(new Constant(0));
    }

    // ---- new objects

    void newObject(String name) {
        inException = name.endsWith("Exception") || name.endsWith("Error");
        if (inException) reader.refuse(Refusal.EXCEPTION);
        else reader.refuse(Refusal.NEW_OBJECT, GuestClasses.dotted(name));
        builder.push(new Constant(0));
    }

    void newArray(TypeKind kind) {
        IrValue length = builder.pop();
        Optional<ClassModel> library = classes.model(Closure.LIBRARY);
        if (!reader.accept(kind) || closure.isKernel()) {
            if (closure.isKernel()) reader.refuse(Refusal.NEW_IN_KERNEL, kind.upperBound().displayName());
            builder.push(new Constant(0));
            return;
        }
        Optional<MethodModel> maker = library.flatMap(c -> classes.method(c, "newArray", "(II)I"));
        if (maker.isEmpty()) {
            reader.refuse(Refusal.MISSING_CLASS, GuestClasses.dotted(Closure.LIBRARY));
            builder.push(new Constant(0));
            return;
        }
        closure.initialised(Closure.LIBRARY, reader.site());
        call(closure.method(library.get(), maker.get()), new IrValue[] {new Constant(Arithmetic.width(kind).shift()), length}, true, true);
    }
}
