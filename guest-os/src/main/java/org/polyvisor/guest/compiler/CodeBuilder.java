package org.polyvisor.guest.compiler;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Constant;
import org.polyvisor.isa.guest.IrValue.Variable;

/**
 * The code of one method under construction, with the operand stack of its class file. Entries of the stack stay what they are, constants,
 * locals, temporaries, until something needs them in a place of their own: where branches meet, entry n lies in the variable "place n".
 *
 * <p>Variables are numbered: locals, places, temporaries.
 */
final class CodeBuilder {
    private final int locals;
    private final int places;
    private final List<Ir> code = new ArrayList<>();
    private final List<IrValue> stack = new ArrayList<>();
    private int temporaries;
    private int labels;
    private int line;
    private boolean damaged;

    CodeBuilder(int locals, int places) {
        this.locals = locals;
        this.places = places;
    }

    // ---- code

    void line(int number) {
        line = number;
    }

    int line() {
        return line;
    }

    void emit(Ir i) {
        code.add(i);
    }

    List<Ir> code() {
        return code;
    }

    int variables() {
        return locals + places + temporaries;
    }

    int labels() {
        return labels;
    }

    int newLabel() {
        return labels++;
    }

    Variable temporary() {
        return new Variable(locals + places + temporaries++);
    }

    boolean isTemporary(IrValue v) {
        return v instanceof Variable r && r.number() >= locals + places;
    }

    /** {@return whether the instruction added last computes this temporary} */
    boolean justComputed(IrValue v) {
        return isTemporary(v) && !code.isEmpty() && code.getLast().target().filter(v::equals).isPresent();
    }

    /** Replaces the instruction added last. */
    void replaceLast(Ir i) {
        code.set(code.size() - 1, i);
    }

    // ---- operand stack

    /** After a mistake the stack may hold less than the class file says. */
    void damaged() {
        damaged = true;
    }

    void push(IrValue v) {
        boolean astray = v instanceof Variable r && r.number() >= locals && r.number() < locals + places
                && r.number() != locals + stack.size();
        stack.add(astray ? copy(v) : v);
    }

    IrValue pop() {
        if (stack.isEmpty() && damaged) return new Constant(0);
        return stack.removeLast();
    }

    IrValue[] pop(int count) {
        IrValue[] values = new IrValue[count];
        for (int n = count; --n >= 0; ) values[n] = pop();
        return values;
    }

    boolean holds(IrValue v) {
        return stack.contains(v);
    }

    private Variable copy(IrValue v) {
        Variable t = temporary();
        emit(new Ir.Move(line, t, v));
        return t;
    }

    /** A local is about to change: what the stack has of it is kept. */
    private void keep(Variable local) {
        if (!stack.contains(local)) return;
        Variable kept = copy(local);
        stack.replaceAll(v -> v.equals(local) ? kept : v);
    }

    void increment(int slot, int by) {
        Variable local = new Variable(slot);
        keep(local);
        emit(new Ir.Binary(line, Ir.BinaryOperator.ADD, local, local, new Constant(by)));
    }

    void store(int slot, IrValue v) {
        Variable local = new Variable(slot);
        keep(local);
        if (justComputed(v)) {
            replaceLast(Retarget.to(local, code.getLast()));
            stack.replaceAll(s -> s.equals(v) ? local : s);
        } else {
            emit(new Ir.Move(line, local, v));
        }
    }

    // ---- where branches meet

    /** Puts what the stack holds into its places. */
    void settle() {
        for (int n = 0; n < Math.min(stack.size(), places); n++) {
            Variable place = new Variable(locals + n);
            if (stack.get(n).equals(place)) continue;
            emit(new Ir.Move(line, place, stack.get(n)));
            stack.set(n, place);
        }
    }

    /** Code goes on here with so many entries, each in its place. */
    void join(int depth) {
        stack.clear();
        for (int n = 0; n < depth; n++) stack.add(new Variable(locals + n));
    }
}
