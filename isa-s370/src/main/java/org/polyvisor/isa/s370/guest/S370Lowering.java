package org.polyvisor.isa.s370.guest;

import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Condition;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.MethodTooLargeException;
import org.polyvisor.isa.guest.Width;

/**
 * Code of one method, of System/370 instructions alone. Register 12 addresses code and constants, 13 the stack, 14 and 15 hold operands
 * without register, return address and result, 0 and 1 are at the disposal of each instruction of the intermediate form.
 *
 * <p>A method saves its caller's registers in the caller's frame, which has room for them at the stack pointer, and finds its parameters
 * behind that. Registers are restored before the frame is given up, which the pointer in it does.
 */
final class S370Lowering implements MethodLowering {
    private static final int BASE = 12, STACK = 13, LINK = 14, RESULT = 15;
    private static final int WORD = 4, ALWAYS = 15, MOST_DISPLACEMENT = 4095;

    private final Frame frame;
    private final AssemblyText text;
    private final MethodCode code;
    private final Arithmetic arithmetic;
    private final int room;
    private final int lowest;

    S370Lowering(Frame frame, AssemblyText text) {
        this.frame = frame;
        this.text = text;
        code = new MethodCode(frame.symbol(), text);
        arithmetic = new Arithmetic(code, text);
        room = room(frame);
        lowest = frame.registers().isEmpty() ? BASE : frame.registers().first();
    }

    /** How large its frame is: a method that calls nothing and has all variables in registers needs none. */
    static int room(Frame f) {
        return f.leaf() && f.slots() == 0 ? 0 : StorageMap.PARAMETERS + WORD * (f.outgoing() + f.slots());
    }

    // ---- frame

    @Override
    public void prologue() {
        text.add("         USING " + frame.symbol() + "," + BASE);
        code.rs("STM", lowest, LINK + "," + WORD * lowest + "(" + STACK + ")");
        code.rr("LR", BASE, RESULT);
        if (room > 0) code.constant("SL", STACK, "F'" + room + "'");
        code.body();
    }

    @Override
    public void epilogue() {
        int saved = room + WORD * lowest;
        if (saved > MOST_DISPLACEMENT) code.constant("AL", STACK, "F'" + room + "'");
        code.rs("LM", lowest, LINK + "," + (saved > MOST_DISPLACEMENT ? WORD * lowest : saved) + "(" + STACK + ")");
        code.rr("BCR", ALWAYS, LINK);
    }

    @Override
    public void end() throws MethodTooLargeException {
        code.end();
        text.add("         DROP " + BASE);
    }

    private int offset(int slot) {
        return StorageMap.PARAMETERS + (slot >= 0 ? WORD * (frame.outgoing() + slot) : room + WORD * ~slot);
    }

    @Override
    public void loadSlot(int to, int slot) {
        code.rx("L", to, offset(slot), 0, STACK);
    }

    @Override
    public void storeSlot(int slot, int from) {
        code.rx("ST", from, offset(slot), 0, STACK);
    }

    @Override
    public void pass(int number, int from) {
        code.rx("ST", from, StorageMap.PARAMETERS + WORD * number, 0, STACK);
    }

    @Override
    public void result(int from) {
        move(RESULT, from);
    }

    @Override
    public int resultRegister() {
        return RESULT;
    }

    // ---- words

    @Override
    public void move(int to, int from) {
        if (to != from) code.rr("LR", to, from);
    }

    @Override
    public void constant(int to, int value) {
        arithmetic.constant(to, value);
    }

    @Override
    public void address(int to, String symbol) {
        code.constant("L", to, "A(" + symbol + ")");
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
        boolean narrow = width == Width.BYTE || width == Width.CHAR && to != base;
        if (narrow && offset <= MOST_DISPLACEMENT) loadNarrow(width, to, base, offset);
        else load(width, to, offset, 0, base);
    }

    /** Two instructions that no index is left for. */
    private void loadNarrow(Width width, int to, int base, int offset) {
        if (width == Width.CHAR) code.rr("SLR", to, to);
        code.rs("ICM", to, (width == Width.CHAR ? 3 : 8) + "," + offset + "(" + base + ")");
        if (width == Width.BYTE) code.rs("SRA", to, "24");
    }

    private void load(Width width, int to, int displacement, int index, int base) {
        switch (width) {
            case WORD -> code.rx("L", to, displacement, index, base);
            case SHORT -> code.rx("LH", to, displacement, index, base);
            case CHAR -> {
                code.rx("LH", to, displacement, index, base);
                code.constant("N", to, "F'65535'");
            }
            case BYTE -> {
                code.rx("IC", to, displacement, index, base);
                arithmetic.unary(UnaryOperator.TO_BYTE, to, to);
            }
            case UNSIGNED_BYTE -> {
                int byteIn = to == index || to == base ? 0 : to;
                code.rr("SLR", byteIn, byteIn);
                code.rx("IC", byteIn, displacement, index, base);
                move(to, byteIn);
            }
        }
    }

    @Override
    public void store(Width width, int from, int base, int offset) {
        store(width, from, offset, 0, base);
    }

    private void store(Width width, int from, int displacement, int index, int base) {
        code.rx(switch (width.shift()) {
            case 0 -> "STC";
            case 1 -> "STH";
            default -> "ST";
        }, from, displacement, index, base);
    }

    @Override
    public void loadStatic(int to, String symbol) {
        address(to, symbol);
        code.rx("L", to, 0, 0, to);
    }

    @Override
    public void storeStatic(String symbol, int from) {
        address(1, symbol);
        code.rx("ST", from, 0, 0, 1);
    }

    @Override
    public void checkNull(int base) {
        if (code.checked(base, -1)) return;
        code.rr("LTR", base, base);
        code.trap(8, Trap.NULL);
    }

    @Override
    public void checkIndex(int array, int index) {
        if (code.checked(array, index)) return;
        code.rx("CL", index, 0, 0, array);
        code.trap(10, Trap.INDEX);
    }

    @Override
    public void checkIndexBelow(int index, int length) {
        code.constant("CL", index, "F'" + length + "'");
        code.trap(10, Trap.INDEX);
    }

    @Override
    public void checkConstantIndex(int array, int index) {
        constant(0, index);
        code.rx("CL", 0, 0, 0, array);
        code.trap(10, Trap.INDEX);
    }

    /** The register with the index in bytes. */
    private int scaled(Width width, int index) {
        if (width.shift() == 0) return index;
        code.scale(index, width.shift());
        return 1;
    }

    @Override
    public void loadElement(Width width, int to, int array, int index) {
        load(width, to, WORD, scaled(width, index), array);
    }

    @Override
    public void storeElement(Width width, int from, int array, int index) {
        store(width, from, WORD, scaled(width, index), array);
    }

    /** LOAD ADDRESS makes an address of 24 bits: references have no more. */
    @Override
    public void elementAddress(Width width, int to, int array, int index) {
        code.rx("LA", to, 0, scaled(width, index), array);
    }

    // ---- control

    private String place(int label) {
        return code.label(String.valueOf(label));
    }

    @Override
    public void label(int label) {
        code.place(place(label));
    }

    @Override
    public void jump(int label) {
        code.branch(ALWAYS, place(label));
    }

    private static int mask(Condition c) {
        return switch (c) {
            case EQ -> 8;
            case NE -> 7;
            case LT -> 4;
            case GE -> 11;
            case GT -> 2;
            case LE -> 13;
        };
    }

    @Override
    public void branch(Condition condition, int left, int right, int label) {
        code.rr("CR", left, right);
        code.branch(mask(condition), place(label));
    }

    @Override
    public void branchConstant(Condition condition, int left, int right, int label) {
        if (right == 0) {
            code.branchOnSign(mask(condition), left, place(label));
            return;
        }
        code.constant("C", left, "F'" + right + "'");
        code.branch(mask(condition), place(label));
    }

    @Override
    public void call(String symbol) {
        address(RESULT, symbol);
        code.rr("BALR", LINK, RESULT);
        code.called();
    }
}
