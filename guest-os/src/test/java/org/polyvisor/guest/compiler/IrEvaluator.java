package org.polyvisor.guest.compiler;

import java.lang.classfile.ClassModel;
import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Variable;
import org.polyvisor.isa.guest.Width;

/**
 * Runs methods in the intermediate form: the oracle for what is done to them. Variables lie where they are said to lie; what an instruction
 * destroys holds garbage afterwards.
 */
final class IrEvaluator {
    private static final String GARBAGE = "garbage";
    private static final int MOST = 10_000_000;

    private final Map<String, IrMethod> methods = new HashMap<>();
    private final Map<String, Closure.Static> statics = new HashMap<>();
    private final GuestClasses classes;
    private final GuestPort port;
    private final boolean allocated;
    private final Map<String, Allocation> allocations = new HashMap<>();
    private int steps;

    IrEvaluator(List<IrMethod> methods, Closure closure, GuestPort port, boolean allocated) {
        for (IrMethod m : methods) {
            this.methods.put(m.symbol(), m);
            if (allocated) allocations.put(m.symbol(), new Allocation(m, port));
        }
        closure.variables().forEach((v, symbol) -> statics.put(symbol, v));
        classes = closure.classes();
        this.port = port;
        this.allocated = allocated;
    }

    /** {@return the result of a method: an Integer, or an object; null for none} */
    Object call(String symbol, Object... arguments) {
        IrMethod m = methods.get(symbol);
        Allocation a = allocations.get(symbol);
        Function<Variable, Object> place = a == null ? v -> v : v -> a.register(v) >= 0 ? (Object) a.register(v) : "slot " + a.slot(v);
        Map<Object, Object> cells = new HashMap<>();
        for (int p = 0; p < arguments.length; p++)
            if (a == null || a.register(new Variable(p)) < 0 || a.needed(p)) cells.put(place.apply(new Variable(p)), arguments[p]);
        Map<Integer, Integer> labels = new HashMap<>();
        for (int n = 0; n < m.code().size(); n++) if (m.code().get(n) instanceof Ir.Label l) labels.put(l.label(), n);
        for (int n = 0; ; n++) {
            if (++steps > MOST) throw new AssertionError("no end in " + m.name());
            Ir i = m.code().get(n);
            if (i instanceof Ir.Return r) return r.value() == null ? null : value(r.value(), place, cells);
            int next = step(i, place, cells, labels);
            if (next >= 0) n = next;
        }
    }

    private Object value(IrValue v, Function<Variable, Object> place, Map<Object, Object> cells) {
        return switch (v) {
            case IrValue.Constant c -> c.value();
            case IrValue.Reference r -> r.object();
            case Variable r -> cells.get(place.apply(r));
        };
    }

    /** {@return where to go on, or −1} */
    private int step(Ir instruction, Function<Variable, Object> place, Map<Object, Object> cells, Map<Integer, Integer> labels) {
        List<Object> uses = instruction.uses().stream().map(v -> value(v, place, cells)).toList();
        Object result = null;
        switch (instruction) {
            case Ir.Label _, Ir.Return _ -> {}
            case Ir.Jump i -> {
                return labels.get(i.label());
            }
            case Ir.Branch i -> {
                boolean holds = uses.get(0) instanceof Integer a && uses.get(1) instanceof Integer b ? Arithmetic.holds(i.condition(), a, b)
                        : Arithmetic.holds(i.condition(), uses.get(0) == uses.get(1) ? 0 : 1, 0);
                return holds ? labels.get(i.label()) : -1;
            }
            case Ir.Move _ -> result = uses.getFirst();
            case Ir.Binary i -> result = binary(i.operator(), (Integer) uses.get(0), (Integer) uses.get(1));
            case Ir.Unary i -> result = Arithmetic.fold(i.operator(), (Integer) uses.getFirst());
            case Ir.Length _ -> result = Array.getLength(uses.getFirst());
            case Ir.LoadElement i -> result = load(i.width(), uses.get(0), (Integer) uses.get(1));
            case Ir.StoreElement _ -> store(uses.get(0), (Integer) uses.get(1), uses.get(2));
            case Ir.LoadField i -> result = field(uses.getFirst(), i.word());
            case Ir.StoreField i -> field(uses.get(0), i.word(), uses.get(1));
            case Ir.LoadStatic i -> {
                Closure.Static s = statics.get(i.symbol());
                result = word(GuestClasses.value(classes.load(s.owner()), s.name(), null));
            }
            case Ir.StoreStatic i -> {
                Closure.Static s = statics.get(i.symbol());
                set(classes.load(s.owner()), s.name(), null, uses.getFirst());
            }
            case Ir.Call i -> result = call(i.symbol(), uses.toArray());
            case Ir.LoadRaw _, Ir.StoreRaw _ -> throw new AssertionError("no subject does so");
        }
        if (allocated) for (int r : port.variables()) if (port.clobbers(instruction, r)) cells.put(r, GARBAGE);
        if (instruction.target().isPresent()) cells.put(place.apply(instruction.target().get()), result);
        return -1;
    }

    /** Not what the compiler folds constants with. */
    private static int binary(Ir.BinaryOperator operator, int a, int b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> a << b;
            case SHR -> a >> b;
            case USHR -> a >>> b;
        };
    }

    private static Object word(Object value) {
        return ImageHeap.word(value).<Object>map(w -> w).orElse(value);
    }

    private static Object load(Width width, Object array, int index) {
        Object w = word(Array.get(array, index));
        return width == Width.UNSIGNED_BYTE ? (Object) ((Integer) w & 0xff) : w;
    }

    private static void store(Object array, int index, Object value) {
        Array.set(array, index, converted(array.getClass().getComponentType(), value));
    }

    private static Object converted(Class<?> type, Object value) {
        if (!type.isPrimitive()) return value.equals(0) ? null : value;
        int v = (Integer) value;
        if (type == boolean.class) return v != 0;
        if (type == byte.class) return (byte) v;
        if (type == short.class) return (short) v;
        return type == char.class ? (Object) (char) v : (Object) v;
    }

    private String fieldName(Object object, int word) {
        ClassModel c = classes.model(object.getClass().getName().replace('.', '/')).orElseThrow();
        return GuestClasses.layout(c).get(word).fieldName().stringValue();
    }

    private Object field(Object object, int word) {
        return word(GuestClasses.value(object.getClass(), fieldName(object, word), object));
    }

    private void field(Object object, int word, Object value) {
        set(object.getClass(), fieldName(object, word), object, value);
    }

    private static void set(Class<?> c, String name, Object object, Object value) {
        try {
            var f = GuestClasses.accessible(c, name);
            f.set(object, converted(f.getType(), value));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
