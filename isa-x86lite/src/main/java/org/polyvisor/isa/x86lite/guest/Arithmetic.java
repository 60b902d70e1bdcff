package org.polyvisor.isa.x86lite.guest;

import static org.polyvisor.isa.x86lite.guest.General.EAX;
import static org.polyvisor.isa.x86lite.guest.General.EBP;
import static org.polyvisor.isa.x86lite.guest.General.ECX;
import static org.polyvisor.isa.x86lite.guest.General.EDX;
import static org.polyvisor.isa.x86lite.guest.General.hasLowByte;
import static org.polyvisor.isa.x86lite.guest.General.lowByte;
import static org.polyvisor.isa.x86lite.guest.General.lowWord;
import static org.polyvisor.isa.x86lite.guest.General.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;

/** Arithmetic on words in registers, in two-address instructions. EAX and EDX hold no variable; a shift may destroy ECX. */
final class Arithmetic {

    /**
     * The division by −1, which IDIV cannot do to the lowest number: behind the method's code.
     *
     * @param line the source line
     * @param label where it begins
     * @param operation what it does
     * @param back where it goes on
     */
    private record MinusOne(int line, String label, String operation, String back) {}

    private final AssemblyText text;
    private final List<MinusOne> outOfLine = new ArrayList<>();

    Arithmetic(AssemblyText text) {
        this.text = text;
    }

    private void add(String operation, int to, Object from) {
        text.add(operation + " " + name(to) + ", " + from);
    }

    /** What stands behind the method's code. */
    void end() {
        for (MinusOne m : outOfLine) {
            text.source(m.line);
            text.label(m.label);
            text.add(m.operation);
            text.add("jmp " + m.back);
        }
    }

    void move(int to, int from) {
        if (to != from) add("mov", to, name(from));
    }

    void constant(int to, int value) {
        if (value == 0) add("xor", to, name(to));
        else add("mov", to, value);
    }

    private static String operation(BinaryOperator o) {
        return switch (o) {
            case SHR -> "sar";
            case USHR -> "shr";
            case MUL -> "imul";
            default -> o.name().toLowerCase(Locale.ROOT);
        };
    }

    // ---- two registers

    void binary(BinaryOperator operator, int to, int left, int right) {
        switch (operator) {
            case ADD -> sum(to, left, right);
            case SUB -> difference(to, left, right);
            case MUL, AND, OR, XOR -> {
                if (to != right) move(to, left);
                add(operation(operator), to, name(to == right ? left : right));
            }
            case SHL, SHR, USHR -> shift(operation(operator), to, left, right);
            case DIV, REM -> divide(operator, to, left, right);
        }
    }

    private void sum(int to, int left, int right) {
        if (to == left || to == right) add("add", to, name(to == left ? right : left));
        else if (left == EBP) add("lea", to, "[" + name(right) + "+" + name(left) + "]"); // EBP as base takes a displacement
        else add("lea", to, "[" + name(left) + "+" + name(right) + "]");
    }

    private void difference(int to, int left, int right) {
        if (to == right && to != left) {
            text.add("neg " + name(to));
            add("add", to, name(left));
        } else {
            move(to, left);
            add("sub", to, name(right));
        }
    }

    /** The count must be in ECX. */
    private void shift(String operation, int to, int left, int count) {
        int work = to != ECX && to != count ? to : count != EAX ? EAX : EDX;
        move(work, left);
        move(ECX, count);
        add(operation, work, "cl");
        move(to, work);
    }

    /** The dividend must be in EDX and EAX, so that a divisor there goes to the stack. */
    private void divide(BinaryOperator operator, int to, int left, int right) {
        boolean stacked = right == EAX || right == EDX;
        String divisor = stacked ? "dword ptr [esp]" : name(right), minusOne = text.fresh(), back = text.fresh();
        if (stacked) text.add("push " + name(right));
        move(EAX, left);
        text.add("cmp " + divisor + ", -1");
        text.add("je " + minusOne);
        text.add("cdq");
        text.add("idiv " + divisor);
        text.label(back);
        if (stacked) text.add("add esp, 4");
        boolean quotient = operator == BinaryOperator.DIV;
        move(to, quotient ? EAX : EDX);
        outOfLine.add(new MinusOne(text.line(), minusOne, quotient ? "neg eax" : "xor edx, edx", back));
    }

    // ---- a register and a constant

    void binaryConstant(BinaryOperator operator, int to, int left, int right) {
        switch (operator) {
            case ADD -> sumWith(to, left, right);
            case SUB -> sumWith(to, left, -right);
            case MUL -> multiply(to, left, right);
            case AND -> mask(to, left, right);
            case OR, XOR -> {
                move(to, left);
                if (operator == BinaryOperator.XOR && right == -1) text.add("not " + name(to));
                else add(operation(operator), to, right);
            }
            case SHL, SHR, USHR -> shiftBy(operation(operator), to, left, right & 31);
            case DIV, REM -> divideBy(operator, to, left, right);
        }
    }

    private void sumWith(int to, int left, int right) {
        if (to != left) add("lea", to, "[" + name(left) + (right < 0 ? "" : "+") + right + "]");
        else if (right == 1) text.add("inc " + name(to));
        else if (right == -1) text.add("dec " + name(to));
        else add("add", to, right);
    }

    private void multiply(int to, int left, int right) {
        switch (right) {
            case 0 -> constant(to, 0);
            case -1 -> unary(UnaryOperator.NEG, to, left);
            case 3, 5, 9 -> add("lea", to, "[" + name(left) + "+" + name(left) + "*" + (right - 1) + "]");
            default -> {
                if (Integer.bitCount(right) == 1) shiftBy("shl", to, left, Integer.numberOfTrailingZeros(right));
                else add("imul", to, name(left) + ", " + right);
            }
        }
    }

    private void mask(int to, int left, int right) {
        if (right == 0xffff) add("movzx", to, lowWord(left));
        else if (right == 0xff && hasLowByte(left)) add("movzx", to, lowByte(left));
        else {
            move(to, left);
            if (right == 0xff && hasLowByte(to)) add("movzx", to, lowByte(to));
            else add("and", to, right);
        }
    }

    private void shiftBy(String operation, int to, int left, int count) {
        if (count == 1 && operation.equals("shl")) sum(to, left, left);
        else {
            move(to, left);
            if (count != 0) add(operation, to, count);
        }
    }

    private void divideBy(BinaryOperator operator, int to, int left, int right) {
        boolean quotient = operator == BinaryOperator.DIV;
        if (right == 1 || right == -1) {
            if (!quotient) constant(to, 0);
            else if (right == 1) move(to, left);
            else unary(UnaryOperator.NEG, to, left);
            return;
        }
        move(EAX, left);
        text.add("cdq");
        if (right > 0 && Integer.bitCount(right) == 1) {
            shiftRounded(quotient, right);
            move(to, EAX);
        } else {
            text.add("push " + right);
            text.add("idiv dword ptr [esp]");
            text.add("add esp, 4");
            move(to, quotient ? EAX : EDX);
        }
    }

    /** Divides EAX by a power of two, towards zero: EDX holds copies of its sign. */
    private void shiftRounded(boolean quotient, int divisor) {
        if (quotient && divisor == 2) text.add("sub eax, edx");
        else {
            add("and", EDX, divisor - 1);
            text.add("add eax, edx");
        }
        if (quotient) add("sar", EAX, Integer.numberOfTrailingZeros(divisor));
        else {
            add("and", EAX, divisor - 1);
            text.add("sub eax, edx");
        }
    }

    // ---- one register

    void unary(UnaryOperator operator, int to, int from) {
        switch (operator) {
            case NEG -> {
                move(to, from);
                text.add("neg " + name(to));
            }
            case TO_SHORT -> add("movsx", to, lowWord(from));
            case TO_CHAR -> add("movzx", to, lowWord(from));
            case TO_BYTE -> {
                int low = hasLowByte(from) ? from : hasLowByte(to) ? to : EAX;
                move(low, from);
                add("movsx", to, lowByte(low));
            }
        }
    }
}
