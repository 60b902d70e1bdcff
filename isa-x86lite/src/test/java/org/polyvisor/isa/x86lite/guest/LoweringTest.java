package org.polyvisor.isa.x86lite.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Condition;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.MethodTooLargeException;
import org.polyvisor.isa.guest.Width;
import org.polyvisor.isa.x86lite.X86Lite;

/** Each operation of the lowering in all combinations of registers does what Java's operator does, and touches nothing else. */
class LoweringTest {
    private static final int CODE = 0x10_0000, STATES = 0x80_0000, CELLS = 0xc0_0000;
    /** In the order of PUSHAD, from the lowest address. */
    private static final int[] PUSHED = {7, 6, 5, 4, 3, 2, 1, 0};
    private static final int ESP = 4;
    private static final List<Integer> REGISTERS = List.of(0, 1, 2, 3, 5, 6, 7);
    private static final int[] SPECIAL = {0, 1, -1, 2, -2, 3, 7, 8, 31, 32, 33, 127, 128, -128, -129, 255, 256, 0x7fff, 0x8000, 0xffff, 0x10000,
        Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MAX_VALUE, 0x5555_5555, 1 << 30};

    /** One operation: registers before, and those that must be found after. */
    private record Case(String what, int[] before, int[] after) {}

    private final X86Port port = new X86Port();
    private final Random random = new Random(20);
    private final AssemblyText text = new AssemblyText(port::label);
    private final MethodLowering code =
            port.method(new Frame("M0", 0, 0, 0, new TreeSet<>(REGISTERS), true), text);
    private final List<Case> cases = new ArrayList<>();

    private int number() {
        return random.nextInt(3) == 0 ? random.nextInt() : SPECIAL[random.nextInt(SPECIAL.length)];
    }

    private int[] registers() {
        return random.ints(8).toArray();
    }

    /** The register file goes through storage: POPAD, the operation, PUSHAD to the same place. */
    private void add(String what, int[] before, int[] after, Runnable operation) {
        text.add("mov esp, " + (STATES + 32 * cases.size()));
        text.add("popad");
        operation.run();
        text.add("pushad");
        cases.add(new Case(what, before, after));
    }

    private BareMachine run() throws UsageException, AssemblyException, MethodTooLargeException {
        text.add("cli");
        text.add("hlt");
        code.end();
        X86Lite set = new X86Lite();
        var architecture = set.architecture("");
        Program p = architecture.syntax().assemble(architecture, port.origin(CODE) + "\n" + text);
        BareMachine m = new BareMachine(set, architecture, BareMachine.Settings.of(16 << 20));
        m.load(CODE, p.image());
        for (int n = 0; n < cases.size(); n++) {
            ByteBuffer state = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
            for (int r : PUSHED) state.putInt(cases.get(n).before[r]);
            m.load(STATES + 32 * n, state.array());
        }
        set.view(architecture, "eip").orElseThrow().writer().write(m.processor(), CODE);
        assertInstanceOf(Outcome.Waiting.class, m.run(Limits.of(10_000_000)));
        return m;
    }

    /** Registers that hold no variable, or that the operation may destroy, are not compared unless they are the target. */
    private void compare(BareMachine m, boolean destroysEcx, Map<Integer, Integer> targets) {
        for (int n = 0; n < cases.size(); n++) {
            Case c = cases.get(n);
            for (int i = 0; i < 8; i++) {
                int r = PUSHED[i];
                boolean free = r == ESP || port.scratch().contains(r) || r == General.ECX && destroysEcx;
                if (free && targets.get(n) != r) continue;
                assertEquals(c.after[r], (int) m.processor().loadAbsolute(STATES + 32 * n + 4 * i, 4), c.what + ": " + General.name(r));
            }
        }
    }

    private static int java(BinaryOperator o, int a, int b) {
        IntBinaryOperator f = switch (o) {
            case ADD -> (x, y) -> x + y;
            case SUB -> (x, y) -> x - y;
            case MUL -> (x, y) -> x * y;
            case DIV -> (x, y) -> x / y;
            case REM -> (x, y) -> x % y;
            case AND -> (x, y) -> x & y;
            case OR -> (x, y) -> x | y;
            case XOR -> (x, y) -> x ^ y;
            case SHL -> (x, y) -> x << y;
            case SHR -> (x, y) -> x >> y;
            case USHR -> (x, y) -> x >>> y;
        };
        return f.applyAsInt(a, b);
    }

    private static boolean clobbersEcx(X86Port port, BinaryOperator o, IrValue right) {
        return port.clobbers(new Ir.Binary(0, o, new IrValue.Variable(0), new IrValue.Variable(1), right), General.ECX);
    }

    @ParameterizedTest
    @EnumSource
    void twoRegisters(BinaryOperator operator) throws Exception {
        Map<Integer, Integer> targets = new HashMap<>();
        boolean divides = operator == BinaryOperator.DIV || operator == BinaryOperator.REM;
        for (int to : REGISTERS) for (int left : REGISTERS) for (int right : REGISTERS) {
            int[] before = registers();
            before[left] = number();
            before[right] = divides && random.nextInt(4) == 0 ? -1 : number();
            if (divides && before[right] == 0) before[right] = 10;
            int[] after = before.clone();
            after[to] = java(operator, before[left], before[right]);
            targets.put(cases.size(), to);
            add(operator + " " + to + " " + left + " " + right + ": " + before[left] + ", " + before[right], before, after,
                    () -> code.binary(operator, to, left, right));
        }
        compare(run(), clobbersEcx(port, operator, new IrValue.Variable(2)), targets);
    }

    @ParameterizedTest
    @EnumSource
    void aRegisterAndAConstant(BinaryOperator operator) throws Exception {
        Map<Integer, Integer> targets = new HashMap<>();
        for (int to : REGISTERS) for (int left : REGISTERS) for (int n = 0; n < 8; n++) {
            int right = n < 6 ? SPECIAL[(6 * (left + to) + n) % SPECIAL.length] : random.nextInt(20) - 5;
            IrValue.Variable v = new IrValue.Variable(0);
            if (!port.immediate(new Ir.Binary(0, operator, v, v, new IrValue.Constant(right)), right)) continue;
            int[] before = registers();
            before[left] = number();
            int[] after = before.clone();
            after[to] = java(operator, before[left], right);
            targets.put(cases.size(), to);
            add(operator + " " + to + " " + left + ", " + before[left] + " with " + right, before, after,
                    () -> code.binaryConstant(operator, to, left, right));
        }
        compare(run(), clobbersEcx(port, operator, new IrValue.Constant(3)), targets);
    }

    @ParameterizedTest
    @EnumSource
    void oneRegister(UnaryOperator operator) throws Exception {
        Map<Integer, Integer> targets = new HashMap<>();
        for (int to : REGISTERS) for (int from : REGISTERS) for (int times = 0; times < 5; times++) {
            int[] before = registers();
            before[from] = number();
            int v = before[from];
            int[] after = before.clone();
            after[to] = switch (operator) {
                case NEG -> -v;
                case TO_BYTE -> (byte) v;
                case TO_SHORT -> (short) v;
                case TO_CHAR -> (char) v;
            };
            targets.put(cases.size(), to);
            add(operator + " " + to + " " + from + ": " + v, before, after, () -> code.unary(operator, to, from));
        }
        compare(run(), false, targets);
    }

    @ParameterizedTest
    @EnumSource
    void branchesGoWhereJavaDoes(Condition condition) throws Exception {
        Map<Integer, Integer> targets = new HashMap<>();
        for (int left : REGISTERS) for (int right : REGISTERS) for (int times = 0; times < 6; times++) {
            int[] before = registers();
            boolean constant = times >= 3;
            before[left] = number();
            if (times % 3 == 0) before[right] = before[left];
            else before[right] = number();
            int a = before[left], b = constant ? times == 3 ? 0 : number() : before[right], n = cases.size();
            boolean taken = switch (condition) {
                case EQ -> a == b;
                case NE -> a != b;
                case LT -> a < b;
                case GE -> a >= b;
                case GT -> a > b;
                case LE -> a <= b;
            };
            int[] after = before.clone();
            after[General.EBX] = taken ? 1 : 2;
            targets.put(n, General.EBX);
            add(a + " " + condition + " " + b + " of " + left + " and " + right, before, after, () -> {
                if (constant) code.branchConstant(condition, left, b, 2 * n);
                else code.branch(condition, left, right, 2 * n);
                code.constant(General.EBX, 2);
                code.jump(2 * n + 1);
                code.label(2 * n);
                code.constant(General.EBX, 1);
                code.label(2 * n + 1);
            });
        }
        compare(run(), false, targets);
    }

    /** {@return a cell's contents as a word} */
    private static int extended(Width width, int value) {
        return switch (width) {
            case WORD -> value;
            case BYTE -> (byte) value;
            case UNSIGNED_BYTE -> value & 0xff;
            case SHORT -> (short) value;
            case CHAR -> (char) value;
        };
    }

    @ParameterizedTest
    @EnumSource
    void elementsAreStoredAndLoaded(Width width) throws Exception {
        Map<Integer, Integer> targets = new HashMap<>();
        text.add("A0 equ " + CELLS);
        for (int array : REGISTERS) for (int index : REGISTERS) for (int from : REGISTERS) {
            if (array == index || from == array || from == index) continue;
            boolean bothTaken = port.scratch().contains(array) && port.scratch().contains(index);
            if (bothTaken && !code.storable(width, from)) continue;
            int[] before = registers();
            before[array] = CELLS;
            before[index] = random.nextInt(100);
            before[from] = number();
            int[] after = before.clone();
            after[from] = extended(width, before[from]);
            targets.put(cases.size(), from);
            Runnable both = switch (cases.size() % 3) {
                case 0 -> () -> {
                    code.checkIndexBelow(index, 100);
                    code.storeElement(width, from, array, index);
                    address(width, array, index);
                    code.loadElement(width, from, array, index);
                };
                case 1 -> () -> {
                    code.checkConstantIndex(array, 99);
                    code.store(width, from, array, 4 + (20 << width.shift()));
                    code.load(width, from, array, 4 + (20 << width.shift()));
                };
                default -> () -> {
                    code.checkIndex(array, index);
                    assertTrue(code.storeElementOf(width, from, "A0", index));
                    assertTrue(code.loadElementOf(width, from, "A0", index));
                };
            };
            int taken = cases.size();
            add(width + " " + from + " in " + array + "[" + index + "] " + taken, before, after, () -> {
                text.add("mov dword ptr [" + CELLS + "], 100");
                both.run();
            });
        }
        compare(run(), false, targets);
    }

    /** A cell that is addressed first is the same cell: it is complemented twice. */
    private void address(Width width, int array, int index) {
        int work = REGISTERS.stream().filter(r -> r != array && r != index && port.scratch().contains(r)).findFirst().orElse(-1);
        if (work < 0) return;
        code.elementAddress(width, work, array, index);
        String cell = List.of("byte", "word", "dword").get(width.shift()) + " ptr [" + General.name(work) + "+4]";
        text.add("not " + cell);
        text.add("not byte ptr [" + General.name(array) + "+" + General.name(index) + "*" + (1 << width.shift()) + "+4]");
        if (width.shift() > 0) text.add("not byte ptr [" + General.name(array) + "+" + General.name(index) + "*" + (1 << width.shift())
                + "+5]");
        if (width.shift() > 1) text.add("not word ptr [" + General.name(array) + "+" + General.name(index) + "*4+6]");
    }
}
