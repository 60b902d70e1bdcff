package org.polyvisor.guest.compiler;

import java.util.List;
import java.util.OptionalInt;
import org.polyvisor.guest.compiler.Mistakes.Site;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Constant;
import org.polyvisor.isa.guest.IrValue.Reference;
import org.polyvisor.isa.guest.IrValue.Variable;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.MethodTooLargeException;
import org.polyvisor.isa.guest.Width;

/**
 * Writes the code of one method through the port: brings operands without register into the two scratch registers, and chooses between the
 * forms that an operand can have. A result without register is computed in the first scratch register.
 */
final class Generator {
    private final IrMethod method;
    private final GuestPort port;
    private final ImageHeap heap;
    private final AssemblyText text;
    private final Allocation allocation;
    private final Frame frame;
    private final NullChecks nulls;
    private final int first;
    private final int second;
    private final MethodLowering to;
    private int line;

    Generator(IrMethod method, GuestPort port, boolean kernel, ImageHeap heap, AssemblyText text) {
        this.method = method;
        this.port = port;
        this.heap = heap;
        this.text = text;
        allocation = new Allocation(method, port);
        frame = frame();
        first = port.scratch().get(0);
        second = port.scratch().get(1);
        to = port.method(frame, text);
        nulls = new NullChecks(port.checksNull(kernel));
    }

    /** {@return what the method needs} */
    Frame frame() {
        int outgoing = 0;
        boolean leaf = true;
        for (Ir i : method.code()) {
            if (!(i instanceof Ir.Call c)) continue;
            outgoing = Math.max(outgoing, c.arguments().size());
            leaf = false;
        }
        return new Frame(method.symbol(), method.parameters(), outgoing, allocation.slots(), allocation.registers(), leaf);
    }

    void write() throws MethodTooLargeException {
        text.add(port.align());
        text.label(method.symbol());
        text.method(method.name());
        text.source(method.line());
        to.prologue();
        for (int p = 0; p < method.parameters(); p++) {
            int register = allocation.register(new Variable(p));
            if (register >= 0 && allocation.needed(p)) to.loadSlot(register, ~p);
        }
        List<Ir> code = method.code();
        for (int n = 0; n < code.size(); n++) {
            line = code.get(n).line();
            if (!(code.get(n) instanceof Ir.Label)) text.source(line);
            instruction(code.get(n), n);
            nulls.after(code.get(n));
        }
        to.end();
        text.source(0);
    }

    // ---- operands

    private int use(IrValue v, int scratch) {
        switch (v) {
            case Constant c -> to.constant(scratch, c.value());
            case Reference r -> to.address(scratch, symbol(r));
            case Variable r -> {
                int register = allocation.register(r);
                if (register >= 0) return register;
                to.loadSlot(scratch, allocation.slot(r));
            }
        }
        return scratch;
    }

    /** {@return the register of a reference that will be used, which is not null then} */
    private int useReference(IrValue v, int scratch) {
        int register = use(v, scratch);
        if (nulls.needed(v)) to.checkNull(register);
        return register;
    }

    private String symbol(Reference r) {
        return heap.symbol(r.object(), new Site(method.file(), line, method.name()));
    }

    private int target(Variable v) {
        int register = allocation.register(v);
        return register >= 0 ? register : first;
    }

    private void done(Variable v, int from) {
        int register = allocation.register(v);
        if (register < 0) to.storeSlot(allocation.slot(v), from);
        else if (register != from) to.move(register, from);
    }

    private boolean inRegister(IrValue v) {
        return v instanceof Variable r && allocation.register(r) >= 0;
    }

    // ---- instructions

    private void instruction(Ir instruction, int n) {
        switch (instruction) {
            case Ir.Label i -> to.label(i.label());
            case Ir.Jump i -> {
                if (!(n + 1 < method.code().size() && method.code().get(n + 1) instanceof Ir.Label l && l.label() == i.label()))
                    to.jump(i.label());
            }
            case Ir.Branch i -> branch(i);
            case Ir.Move i -> move(i);
            case Ir.Binary i -> binary(i);
            case Ir.Unary i -> {
                int of = use(i.of(), first), target = target(i.to());
                to.unary(i.operator(), target, of);
                done(i.to(), target);
            }
            case Ir.Length i -> load(Width.WORD, i.to(), useReference(i.array(), first), 0);
            case Ir.LoadField i -> field(i, n);
            case Ir.LoadRaw i -> load(i.width(), i.to(), use(i.address(), first), 0);
            case Ir.StoreField i -> {
                int object = useReference(i.object(), first);
                to.store(Width.WORD, use(i.value(), second), object, port.wordUnits() * i.word());
            }
            case Ir.StoreRaw i -> {
                int address = use(i.address(), first);
                store(i.width(), i.value(), address, 0);
            }
            case Ir.LoadStatic i -> {
                int target = target(i.to());
                to.loadStatic(target, i.symbol());
                done(i.to(), target);
            }
            case Ir.StoreStatic i -> to.storeStatic(i.symbol(), use(i.value(), first));
            case Ir.LoadElement i -> loadElement(i);
            case Ir.StoreElement i -> storeElement(i);
            case Ir.Call i -> call(i);
            case Ir.Return i -> {
                if (i.value() != null) to.result(use(i.value(), first));
                to.epilogue();
            }
        }
    }

    private void branch(Ir.Branch i) {
        int left = use(i.left(), first);
        if (i.right() instanceof Constant c && port.immediate(i, c.value())) to.branchConstant(i.condition(), left, c.value(), i.label());
        else to.branch(i.condition(), left, use(i.right(), second), i.label());
    }

    private void move(Ir.Move i) {
        int target = target(i.to());
        switch (i.from()) {
            case Constant c -> to.constant(target, c.value());
            case Reference r -> to.address(target, symbol(r));
            case Variable v -> {
                int register = allocation.register(v);
                if (register >= 0) target = register;
                else to.loadSlot(target, allocation.slot(v));
            }
        }
        done(i.to(), target);
    }

    private void binary(Ir.Binary i) {
        int left = use(i.left(), first), target = target(i.to());
        if (i.right() instanceof Constant c && port.immediate(i, c.value())) to.binaryConstant(i.operator(), target, left, c.value());
        else to.binary(i.operator(), target, left, use(i.right(), second));
        done(i.to(), target);
    }

    private void field(Ir.LoadField i, int n) {
        if (!allocation.dead(n)) load(Width.WORD, i.to(), useReference(i.object(), first), port.wordUnits() * i.word());
        else if (nulls.needed(i.object())) to.checkNull(use(i.object(), first));
        else if (nulls.possible(i.object())) to.load(Width.WORD, first, use(i.object(), first), 0); // traps by itself
    }

    private void load(Width width, Variable v, int base, int offset) {
        int target = target(v);
        to.load(width, target, base, offset);
        done(v, target);
    }

    /** Stores where the first scratch register may be taken. */
    private void store(Width width, IrValue value, int base, int offset) {
        int from = use(value, second);
        if (from != second && !to.storable(width, from)) {
            to.move(second, from);
            from = second;
        }
        to.store(width, from, base, offset);
    }

    // ---- elements

    private void loadElement(Ir.LoadElement i) {
        int target = target(i.to());
        OptionalInt length = known(i.array());
        if (i.index() instanceof Constant c && inside(c.value(), length)) {
            int array = useReference(i.array(), first);
            if (length.isEmpty()) to.checkConstantIndex(array, c.value());
            to.load(i.width(), target, array, offset(i.width(), c.value()));
        } else if (i.array() instanceof Reference r && length.isPresent()) {
            int index = use(i.index(), second);
            to.checkIndexBelow(index, length.getAsInt());
            if (!to.loadElementOf(i.width(), target, symbol(r), index)) to.loadElement(i.width(), target, use(r, first), index);
        } else {
            int array = useReference(i.array(), first), index = use(i.index(), second);
            to.checkIndex(array, index);
            to.loadElement(i.width(), target, array, index);
        }
        done(i.to(), target);
    }

    private void storeElement(Ir.StoreElement i) {
        OptionalInt length = known(i.array());
        if (i.index() instanceof Constant c && inside(c.value(), length)) {
            int array = useReference(i.array(), first);
            if (length.isEmpty()) to.checkConstantIndex(array, c.value());
            store(i.width(), i.value(), array, offset(i.width(), c.value()));
        } else if (i.array() instanceof Reference r && length.isPresent() && inRegister(i.value())) {
            int index = use(i.index(), second), value = use(i.value(), first);
            to.checkIndexBelow(index, length.getAsInt());
            if (!to.storeElementOf(i.width(), value, symbol(r), index)) storeElement(i, use(r, first), index);
        } else {
            int array = useReference(i.array(), first), index = use(i.index(), second);
            to.checkIndex(array, index);
            storeElement(i, array, index);
        }
    }

    /** Three operands, and two scratch registers: if both are taken, the address of the element is computed first. */
    private void storeElement(Ir.StoreElement i, int array, int index) {
        boolean bothTaken = array == first && index == second;
        if (inRegister(i.value()) && (!bothTaken || to.storable(i.width(), use(i.value(), first)))) {
            to.storeElement(i.width(), use(i.value(), first), array, index);
        } else if (!bothTaken) {
            to.storeElement(i.width(), use(i.value(), array == first ? second : first), array, index);
        } else {
            to.elementAddress(i.width(), first, array, index);
            to.store(i.width(), use(i.value(), second), first, port.wordUnits());
        }
    }

    private static OptionalInt known(IrValue array) {
        return array instanceof Reference r ? ImageHeap.length(r.object()) : OptionalInt.empty();
    }

    /** {@return whether a constant index needs no check but that against a length which is not known} */
    private static boolean inside(int index, OptionalInt length) {
        return index >= 0 && (length.isEmpty() || index < length.getAsInt());
    }

    private int offset(Width width, int index) {
        return port.wordUnits() + index * port.elementUnits(width);
    }

    // ---- calls

    private void call(Ir.Call i) {
        for (int n = 0; n < i.arguments().size(); n++) {
            IrValue v = i.arguments().get(n);
            boolean passed = switch (v) {
                case Constant c -> to.passConstant(n, c.value());
                case Reference r -> to.passConstant(n, symbol(r));
                case Variable _ -> false;
            };
            if (!passed) to.pass(n, use(v, first));
        }
        to.call(i.symbol());
        if (i.to() != null) done(i.to(), to.resultRegister());
    }
}
