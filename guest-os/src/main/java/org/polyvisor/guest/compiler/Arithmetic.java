package org.polyvisor.guest.compiler;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.reflect.Array;
import java.util.OptionalInt;
import org.polyvisor.isa.guest.Condition;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.IrValue.Constant;
import org.polyvisor.isa.guest.IrValue.Reference;
import org.polyvisor.isa.guest.IrValue.Variable;
import org.polyvisor.isa.guest.Width;

/** Reads what a method computes: operators, conversions, elements of arrays, and the exchanges on its operand stack. */
final class Arithmetic {
    private static final int BYTE_MASK = 0xff;
    private static final int SHIFT_MASK = 31;

    private final MethodReader reader;
    private final CodeBuilder builder;

    Arithmetic(MethodReader reader, CodeBuilder builder) {
        this.reader = reader;
        this.builder = builder;
    }

    // ---- operators

    void operator(OperatorInstruction o) {
        BinaryOperator operator = switch (o.opcode()) {
            case IADD -> BinaryOperator.ADD;
            case ISUB -> BinaryOperator.SUB;
            case IMUL -> BinaryOperator.MUL;
            case IDIV -> BinaryOperator.DIV;
            case IREM -> BinaryOperator.REM;
            case IAND -> BinaryOperator.AND;
            case IOR -> BinaryOperator.OR;
            case IXOR -> BinaryOperator.XOR;
            case ISHL -> BinaryOperator.SHL;
            case ISHR -> BinaryOperator.SHR;
            case IUSHR -> BinaryOperator.USHR;
            default -> null;
        };
        if (operator != null) {
            IrValue right = builder.pop();
            binary(operator, builder.pop(), right);
        } else if (o.opcode() == Opcode.ARRAYLENGTH) {
            length(builder.pop());
        } else if (o.opcode() == Opcode.INEG) {
            unary(UnaryOperator.NEG, builder.pop());
        } else { // of another type
            boolean one = o.opcode().name().endsWith("NEG");
            builder.pop(one ? 1 : 2);
            reader.accept(wide(o.opcode()));
            builder.push(new Constant(0));
        }
    }

    /** {@return the type that an opcode's first letter names} */
    private static TypeKind wide(Opcode o) {
        return switch (o.name().charAt(0)) {
            case 'L' -> TypeKind.LONG;
            case 'F' -> TypeKind.FLOAT;
            default -> TypeKind.DOUBLE;
        };
    }

    private void binary(BinaryOperator operator, IrValue left, IrValue right) {
        if (left instanceof Constant a && right instanceof Constant b) {
            OptionalInt known = fold(operator, a.value(), b.value());
            if (known.isPresent()) {
                builder.push(new Constant(known.getAsInt()));
                return;
            }
        }
        if (left instanceof Constant && commutes(operator)) binary(operator, right, (Constant) left);
        else if (right instanceof Constant k) binary(operator, left, k);
        else compute(operator, left, right);
    }

    private void binary(BinaryOperator operator, IrValue left, Constant right) {
        switch (operator) {
            case AND -> {
                if (right.value() == BYTE_MASK && unsigned(left)) builder.push(left);
                else compute(operator, left, right);
            }
            case SUB -> compute(BinaryOperator.ADD, left, new Constant(-right.value()));
            case SHL, SHR, USHR -> compute(operator, left, new Constant(right.value() & SHIFT_MASK));
            case ADD, MUL, DIV, REM, OR, XOR -> compute(operator, left, right);
        }
    }

    private void compute(BinaryOperator operator, IrValue left, IrValue right) {
        Variable t = builder.temporary();
        builder.emit(new Ir.Binary(builder.line(), operator, t, left, right));
        builder.push(t);
    }

    private static boolean commutes(BinaryOperator o) {
        return switch (o) {
            case ADD, MUL, AND, OR, XOR -> true;
            case SUB, DIV, REM, SHL, SHR, USHR -> false;
        };
    }

    /** {@code b[i] & 0xff}: the element just loaded is loaded without its sign instead. */
    private boolean unsigned(IrValue v) {
        if (!builder.justComputed(v) || builder.holds(v)) return false;
        if (!(builder.code().getLast() instanceof Ir.LoadElement l) || l.width() != Width.BYTE) return false;
        builder.replaceLast(new Ir.LoadElement(l.line(), Width.UNSIGNED_BYTE, l.to(), l.array(), l.index()));
        return true;
    }

    static OptionalInt fold(BinaryOperator operator, int a, int b) {
        return switch (operator) {
            case ADD -> OptionalInt.of(a + b);
            case SUB -> OptionalInt.of(a - b);
            case MUL -> OptionalInt.of(a * b);
            case DIV -> b == 0 ? OptionalInt.empty() : OptionalInt.of(a / b);
            case REM -> b == 0 ? OptionalInt.empty() : OptionalInt.of(a % b);
            case AND -> OptionalInt.of(a & b);
            case OR -> OptionalInt.of(a | b);
            case XOR -> OptionalInt.of(a ^ b);
            case SHL -> OptionalInt.of(a << b);
            case SHR -> OptionalInt.of(a >> b);
            case USHR -> OptionalInt.of(a >>> b);
        };
    }

    static int fold(UnaryOperator operator, int a) {
        return switch (operator) {
            case NEG -> -a;
            case TO_BYTE -> (byte) a;
            case TO_SHORT -> (short) a;
            case TO_CHAR -> (char) a;
        };
    }

    static boolean holds(Condition c, int a, int b) {
        return switch (c) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case GE -> a >= b;
            case GT -> a > b;
            case LE -> a <= b;
        };
    }

    /** {@return whether values that are known compare so; an object is not null, and itself alone} */
    static boolean holds(Condition c, IrValue a, IrValue b) {
        return a instanceof Constant x && b instanceof Constant y ? holds(c, x.value(), y.value()) : holds(c, a.equals(b) ? 0 : 1, 0);
    }

    void convert(ConvertInstruction c) {
        IrValue v = builder.pop();
        UnaryOperator operator = switch (c.opcode()) {
            case I2B -> UnaryOperator.TO_BYTE;
            case I2S -> UnaryOperator.TO_SHORT;
            case I2C -> UnaryOperator.TO_CHAR;
            default -> null;
        };
        if (operator != null) {
            unary(operator, v);
        } else {
            if (reader.accept(c.fromType())) reader.accept(c.toType());
            builder.push(new Constant(0));
        }
    }

    private void unary(UnaryOperator operator, IrValue v) {
        if (v instanceof Constant k) {
            builder.push(new Constant(fold(operator, k.value())));
            return;
        }
        Variable t = builder.temporary();
        builder.emit(new Ir.Unary(builder.line(), operator, t, v));
        builder.push(t);
    }

    // ---- arrays

    private void length(IrValue array) {
        if (array instanceof Reference r && r.object().getClass().isArray()) {
            builder.push(new Constant(Array.getLength(r.object())));
            return;
        }
        Variable t = builder.temporary();
        builder.emit(new Ir.Length(builder.line(), t, array));
        builder.push(t);
    }

    void load(TypeKind kind) {
        IrValue index = builder.pop(), array = builder.pop();
        if (!reader.accept(kind)) {
            builder.push(new Constant(0));
            return;
        }
        Variable t = builder.temporary();
        builder.emit(new Ir.LoadElement(builder.line(), width(kind), t, array, index));
        builder.push(t);
    }

    void store(TypeKind kind) {
        IrValue value = builder.pop(), index = builder.pop(), array = builder.pop();
        if (reader.accept(kind)) builder.emit(new Ir.StoreElement(builder.line(), width(kind), array, index, value));
    }

    static Width width(TypeKind kind) {
        return switch (kind) {
            case INT, REFERENCE -> Width.WORD;
            case BYTE, BOOLEAN -> Width.BYTE;
            case SHORT -> Width.SHORT;
            case CHAR -> Width.CHAR;
            case LONG, FLOAT, DOUBLE, VOID -> throw new IllegalArgumentException("no cell holds " + kind);
        };
    }

    // ---- operand stack

    /** Exchanges on the operand stack. Values of two words were refused: their entries count for one. */
    void stack(Opcode o) {
        switch (o) {
            case POP -> builder.pop();
            case POP2 -> builder.pop(2);
            case DUP -> duplicate(1, 0);
            case DUP_X1 -> duplicate(1, 1);
            case DUP_X2 -> duplicate(1, 2);
            case DUP2 -> duplicate(2, 0);
            case DUP2_X1 -> duplicate(2, 1);
            case DUP2_X2 -> duplicate(2, 2);
            case SWAP -> {
                IrValue a = builder.pop(), b = builder.pop();
                builder.push(a);
                builder.push(b);
            }
            default -> throw new IllegalStateException("no exchange: " + o);
        }
    }

    /** The upper entries are put once more below those that they are copied across. */
    private void duplicate(int entries, int across) {
        IrValue[] upper = builder.pop(entries), lower = builder.pop(across);
        for (IrValue v : upper) builder.push(v);
        for (IrValue v : lower) builder.push(v);
        for (IrValue v : upper) builder.push(v);
    }
}
