package org.polyvisor.isa.x86lite.guest;

import static org.polyvisor.isa.x86lite.guest.General.EAX;
import static org.polyvisor.isa.x86lite.guest.General.EBP;
import static org.polyvisor.isa.x86lite.guest.General.EBX;
import static org.polyvisor.isa.x86lite.guest.General.EDI;
import static org.polyvisor.isa.x86lite.guest.General.ESI;
import static org.polyvisor.isa.x86lite.guest.General.name;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Condition;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.Width;

/**
 * Code of one method. The caller leaves parameters at the top of its stack, the first lowest, and finds the result in EAX. From the stack
 * pointer upward a frame has the words passed on, the variables without register, the saved registers, the return address.
 */
final class X86Lowering implements MethodLowering {
    private static final List<Integer> SAVED = List.of(EBX, ESI, EDI, EBP);

    private final Frame frame;
    private final AssemblyText text;
    private final Arithmetic arithmetic;
    private final Cells cells;
    private final List<Integer> saved;
    private final int room;
    private final Map<Integer, String> labels = new HashMap<>();
    /** The checks that fail trap behind the code, those of a source line in one place. */
    private final Map<Integer, String> traps = new LinkedHashMap<>();

    X86Lowering(Frame frame, AssemblyText text) {
        this.frame = frame;
        this.text = text;
        arithmetic = new Arithmetic(text);
        cells = new Cells(text);
        saved = saved(frame);
        room = room(frame);
    }

    private static List<Integer> saved(Frame frame) {
        return SAVED.stream().filter(frame.registers()::contains).toList();
    }

    private static int room(Frame frame) {
        return 4 * (frame.outgoing() + frame.slots());
    }

    /** With the return address, and a divisor that goes to the stack. */
    static int stackUnits(Frame frame) {
        return room(frame) + 4 * saved(frame).size() + 8;
    }

    private void add(String operation, String to, Object from) {
        text.add(operation + " " + to + ", " + from);
    }

    // ---- frame

    @Override
    public void prologue() {
        for (int r : saved) text.add("push " + name(r));
        if (room == 4) text.add("push eax");
        else if (room > 0) add("sub", "esp", room);
    }

    @Override
    public void epilogue() {
        if (room == 4) text.add("pop edx");
        else if (room > 0) add("add", "esp", room);
        for (int r : saved.reversed()) text.add("pop " + name(r));
        text.add("ret");
    }

    @Override
    public void end() {
        arithmetic.end();
        traps.forEach((line, label) -> {
            text.source(line);
            text.label(label);
            text.add("int " + Vectors.INDEX);
        });
    }

    private String slot(int slot) {
        return stack(slot >= 0 ? frame.outgoing() + slot : room / 4 + saved.size() + 1 + ~slot);
    }

    private static String stack(int word) {
        return word == 0 ? "[esp]" : "[esp+" + 4 * word + "]";
    }

    @Override
    public void loadSlot(int to, int slot) {
        add("mov", name(to), slot(slot));
    }

    @Override
    public void storeSlot(int slot, int from) {
        add("mov", slot(slot), name(from));
    }

    @Override
    public void pass(int number, int from) {
        add("mov", stack(number), name(from));
    }

    @Override
    public boolean passConstant(int number, Object value) {
        add("mov", "dword ptr " + stack(number), value instanceof String symbol ? "offset " + symbol : value);
        return true;
    }

    @Override
    public void result(int from) {
        move(EAX, from);
    }

    @Override
    public int resultRegister() {
        return EAX;
    }

    // ---- words

    @Override
    public void move(int to, int from) {
        arithmetic.move(to, from);
    }

    @Override
    public void constant(int to, int value) {
        arithmetic.constant(to, value);
    }

    @Override
    public void address(int to, String symbol) {
        add("mov", name(to), "offset " + symbol);
    }

    @Override
    public void binary(BinaryOperator operator, int to, int left, int right) {
        arithmetic.binary(operator, to, left, right);
    }

    @Override
    public void binaryConstant(BinaryOperator operator, int to, int left, int right) {
        arithmetic.binaryConstant(operator, to, left, right);
    }

    @Override
    public void unary(UnaryOperator operator, int to, int from) {
        arithmetic.unary(operator, to, from);
    }

    // ---- storage

    @Override
    public void load(Width width, int to, int base, int offset) {
        cells.load(width, to, Cells.at(base, offset));
    }

    @Override
    public void store(Width width, int from, int base, int offset) {
        cells.store(width, from, Cells.at(base, offset), base, base);
    }

    @Override
    public void loadStatic(int to, String symbol) {
        add("mov", name(to), "[" + symbol + "]");
    }

    @Override
    public void storeStatic(String symbol, int from) {
        add("mov", "[" + symbol + "]", name(from));
    }

    private String trap() {
        return traps.computeIfAbsent(text.line(), _ -> text.fresh());
    }

    /** One unsigned comparison finds an index below 0, too. */
    @Override
    public void checkIndex(int array, int index) {
        add("cmp", name(index), Cells.at(array, 0));
        text.add("jae " + trap());
    }

    @Override
    public void checkIndexBelow(int index, int length) {
        add("cmp", name(index), length);
        text.add("jae " + trap());
    }

    @Override
    public void checkConstantIndex(int array, int index) {
        add("cmp", "dword ptr " + Cells.at(array, 0), index);
        text.add("jbe " + trap());
    }

    @Override
    public void loadElement(Width width, int to, int array, int index) {
        cells.load(width, to, Cells.element(width, name(array), index));
    }

    @Override
    public void storeElement(Width width, int from, int array, int index) {
        cells.store(width, from, Cells.element(width, name(array), index), array, index);
    }

    @Override
    public boolean loadElementOf(Width width, int to, String array, int index) {
        cells.load(width, to, Cells.element(width, array, index));
        return true;
    }

    @Override
    public boolean storeElementOf(Width width, int from, String array, int index) {
        cells.store(width, from, Cells.element(width, array, index), index, index);
        return true;
    }

    @Override
    public boolean storable(Width width, int from) {
        return Cells.storable(width, from);
    }

    @Override
    public void elementAddress(Width width, int to, int array, int index) {
        add("lea", name(to), "[" + name(array) + "+" + name(index) + "*" + (1 << width.shift()) + "]");
    }

    // ---- control

    private String symbol(int label) {
        return labels.computeIfAbsent(label, _ -> text.fresh());
    }

    @Override
    public void label(int label) {
        text.label(symbol(label));
    }

    @Override
    public void jump(int label) {
        text.add("jmp " + symbol(label));
    }

    @Override
    public void branch(Condition condition, int left, int right, int label) {
        add("cmp", name(left), name(right));
        jumpIf(condition, label);
    }

    @Override
    public void branchConstant(Condition condition, int left, int right, int label) {
        if (right == 0) add("test", name(left), name(left));
        else add("cmp", name(left), right);
        jumpIf(condition, label);
    }

    private void jumpIf(Condition condition, int label) {
        text.add(switch (condition) {
            case EQ -> "je ";
            case NE -> "jne ";
            case LT -> "jl ";
            case GE -> "jge ";
            case GT -> "jg ";
            case LE -> "jle ";
        } + symbol(label));
    }

    @Override
    public void call(String symbol) {
        text.add("call " + symbol);
    }
}
