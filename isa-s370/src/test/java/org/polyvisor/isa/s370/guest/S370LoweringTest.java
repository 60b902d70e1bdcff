package org.polyvisor.isa.s370.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Condition;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.Width;

@DisplayName("What methods compute on System/370: Java's values")
class S370LoweringTest {
    private static final int[] WORDS = {0, 1, -1, 2, -3, 7, 31, 32, -33, 128, 255, 4095, 4096, 0x7fff, 0x8000, -0x8000, -0x8001, 0xffff,
            0x100_0000, 0x1234_5678, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final int[] FEW = {0, 1, -1, 33, -7, 0x1234_5678, Integer.MAX_VALUE, Integer.MIN_VALUE};
    /** Registers of left operand, right operand and target, the same ones or not. */
    private static final int[][] REGISTERS = {{2, 3, 4}, {2, 3, 2}, {2, 3, 3}, {2, 2, 2}, {2, 2, 3}, {15, 14, 15}, {15, 14, 14},
            {14, 5, 15}};

    private final MethodBench bench = new MethodBench();
    private final AssemblyText text = bench.text;
    private final List<Case> cases = new ArrayList<>();

    private record Case(String symbol, int[] parameters, int expected, String what) {}

    private void expect(int expected, String what, String symbol, int... parameters) {
        cases.add(new Case(symbol, parameters, expected, what));
    }

    private void check() {
        bench.assemble();
        for (Case c : cases) assertEquals(c.expected, bench.call(c.symbol, c.parameters), c.what);
    }

    private static void returns(MethodLowering m, int register) {
        m.result(register);
        m.epilogue();
    }

    private static int compute(BinaryOperator o, int a, int b) {
        return switch (o) {
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

    private static boolean divides(BinaryOperator o) {
        return o == BinaryOperator.DIV || o == BinaryOperator.REM;
    }

    // ---- arithmetic

    @Test
    @DisplayName("of two registers, whichever they are")
    void binary() {
        for (BinaryOperator o : BinaryOperator.values())
            for (int[] r : REGISTERS) {
                String symbol = bench.method(2, 0, m -> {
                    m.loadSlot(r[0], ~0);
                    m.loadSlot(r[1], ~1);
                    m.binary(o, r[2], r[0], r[1]);
                    returns(m, r[2]);
                });
                int[] words = r == REGISTERS[0] ? WORDS : FEW;
                for (int a : words) for (int b : words)
                    if (b != 0 || !divides(o)) expect(compute(o, r[0] == r[1] ? b : a, b), a + " " + o + " " + b, symbol, a, b);
            }
        check();
    }

    @Test
    @DisplayName("operands stay what they are")
    void operandsStay() {
        for (BinaryOperator o : BinaryOperator.values()) {
            String symbol = bench.method(2, 0, m -> {
                m.loadSlot(2, ~0);
                m.loadSlot(3, ~1);
                m.binary(o, 4, 2, 3);
                m.binary(BinaryOperator.XOR, 5, 2, 3);
                returns(m, 5);
            });
            expect(-77 ^ 13, o.name(), symbol, -77, 13);
            expect(-77 ^ -1, o.name(), symbol, -77, -1);
        }
        check();
    }

    @Test
    @DisplayName("of a register and a constant")
    void binaryConstant() {
        for (BinaryOperator o : BinaryOperator.values())
            for (int b : WORDS) for (int to = 2; to <= 3; to++) {
                if (divides(o) && (b == 0 || b == -1)) continue;
                int target = to;
                String symbol = bench.method(1, 0, m -> {
                    m.loadSlot(2, ~0);
                    m.binaryConstant(o, target, 2, b);
                    returns(m, target);
                });
                for (int a : WORDS) expect(compute(o, a, b), a + " " + o + " constant " + b, symbol, a);
            }
        check();
    }

    @Test
    @DisplayName("of one register, and constants")
    void unary() {
        for (UnaryOperator o : UnaryOperator.values())
            for (int to = 2; to <= 3; to++) {
                int target = to;
                String symbol = bench.method(1, 0, m -> {
                    m.loadSlot(2, ~0);
                    m.unary(o, target, 2);
                    returns(m, target);
                });
                for (int a : WORDS) expect(switch (o) {
                    case NEG -> -a;
                    case TO_BYTE -> (byte) a;
                    case TO_SHORT -> (short) a;
                    case TO_CHAR -> (char) a;
                }, o + " " + a, symbol, a);
            }
        for (int a : WORDS) expect(a, "constant " + a, bench.method(0, 0, m -> {
            m.constant(5, a);
            returns(m, 5);
        }));
        check();
    }

    // ---- branches

    private static boolean holds(Condition c, int a, int b) {
        return switch (c) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case GE -> a >= b;
            case GT -> a > b;
            case LE -> a <= b;
        };
    }

    /** 1 if it branches to label 0, 0 if not. */
    private static void choice(MethodLowering m, Runnable branch) {
        branch.run();
        m.constant(6, 0);
        m.jump(1);
        m.label(0);
        m.constant(6, 1);
        m.label(1);
        returns(m, 6);
    }

    @Test
    @DisplayName("comparisons are of signed words")
    void comparisons() {
        for (Condition c : Condition.values()) {
            String two = bench.method(2, 0, m -> {
                m.loadSlot(2, ~0);
                m.loadSlot(3, ~1);
                choice(m, () -> m.branch(c, 2, 3, 0));
            });
            for (int b : WORDS) {
                String one = bench.method(1, 0, m -> {
                    m.loadSlot(2, ~0);
                    choice(m, () -> m.branchConstant(c, 2, b, 0));
                });
                for (int a : WORDS) {
                    expect(holds(c, a, b) ? 1 : 0, a + " " + c + " " + b, two, a, b);
                    expect(holds(c, a, b) ? 1 : 0, a + " " + c + " constant " + b, one, a);
                }
            }
        }
        check();
    }

    @Test
    @DisplayName("a comparison with zero uses the condition code of the instruction before where it tells enough")
    void fused() {
        for (Condition c : Condition.values())
            for (BinaryOperator o : BinaryOperator.values())
                for (int b : new int[] {1, -1, 24, Integer.MIN_VALUE}) {
                    if (divides(o) && b == -1) continue;
                    String constant = bench.method(1, 0, m -> {
                        m.loadSlot(2, ~0);
                        m.binaryConstant(o, 2, 2, b);
                        choice(m, () -> m.branchConstant(c, 2, 0, 0));
                    });
                    String stored = bench.method(1, 1, m -> {
                        m.loadSlot(2, ~0);
                        m.constant(3, b);
                        m.binary(o, 2, 2, 3);
                        m.storeSlot(0, 2);
                        choice(m, () -> m.branchConstant(c, 2, 0, 0));
                    });
                    for (int a : FEW) {
                        int expected = holds(c, compute(o, a, b), 0) ? 1 : 0;
                        expect(expected, a + " " + o + " constant " + b + " " + c + " 0", constant, a);
                        expect(expected, a + " " + o + " " + b + " " + c + " 0", stored, a);
                    }
                }
        check();
    }

    @Test
    @DisplayName("counting down to zero is one instruction; what comes between makes it two")
    void countDown() {
        String fused = bench.method(1, 0, m -> {
            m.loadSlot(2, ~0);
            m.constant(3, 0);
            m.label(0);
            m.binaryConstant(BinaryOperator.ADD, 3, 3, 5);
            m.binaryConstant(BinaryOperator.ADD, 2, 2, -1);
            m.branchConstant(Condition.NE, 2, 0, 0);
            returns(m, 3);
        });
        assertTrue(text.toString().contains("BCT 2,LM0_0"), text.toString());
        String apart = bench.method(1, 0, m -> {
            m.loadSlot(2, ~0);
            m.constant(3, 0);
            m.label(0);
            m.binaryConstant(BinaryOperator.ADD, 2, 2, -1);
            m.binary(BinaryOperator.ADD, 3, 3, 2);
            m.branchConstant(Condition.NE, 2, 0, 0);
            returns(m, 3);
        });
        expect(35, "7 rounds", fused, 7);
        expect(21, "6 + 5 + … + 0", apart, 7);
        check();
    }

    // ---- storage

    private static int narrowed(Width w, int value) {
        return switch (w) {
            case WORD -> value;
            case BYTE -> (byte) value;
            case UNSIGNED_BYTE -> value & 0xff;
            case SHORT -> (short) value;
            case CHAR -> (char) value;
        };
    }

    private void array(String symbol, int length) {
        text.add(bench.port.align());
        text.label(symbol);
        text.add(bench.port.cells(Width.WORD, length));
        text.add(bench.port.zeros(Width.WORD, length));
    }

    @Test
    @DisplayName("elements of every width go where they belong, whichever registers")
    void elements() {
        array("H0", 8);
        for (Width w : Width.values())
            for (int target : new int[] {2, 3, 4, 15}) {
                String symbol = bench.method(2, 0, m -> {
                    m.address(2, "H0");
                    m.loadSlot(3, ~0);
                    m.loadSlot(4, ~1);
                    m.checkIndex(2, 3);
                    m.storeElement(w, 4, 2, 3);
                    m.constant(4, 77);
                    m.checkIndex(2, 3);
                    m.loadElement(w, target, 2, 3);
                    returns(m, target);
                });
                for (int i = 0; i < 8; i++) for (int a : WORDS) expect(narrowed(w, a), w + " [" + i + "] " + a, symbol, i, a);
            }
        for (Width w : Width.values())
            for (int target : new int[] {2, 3, 5}) {
                String symbol = bench.method(2, 0, m -> {
                    m.address(2, "H0");
                    m.loadSlot(3, ~0);
                    m.loadSlot(4, ~1);
                    m.storeElement(w, 4, 2, 3);
                    m.elementAddress(w, target, 2, 3);
                    m.load(w, 6, target, 4);
                    returns(m, 6);
                });
                for (int i = 0; i < 8; i++) for (int a : WORDS) expect(narrowed(w, a), w + " at address of [" + i + "] " + a, symbol, i, a);
            }
        check();
    }

    @Test
    @DisplayName("an index that changes between two accesses is multiplied and checked anew")
    void indexChanges() {
        array("H0", 8);
        String symbol = bench.method(2, 0, m -> {
            m.address(2, "H0");
            m.loadSlot(3, ~0);
            m.loadSlot(4, ~1);
            m.checkIndex(2, 3);
            m.storeElement(Width.WORD, 4, 2, 3);
            m.binaryConstant(BinaryOperator.SUB, 3, 3, 1);
            m.checkIndex(2, 3);
            m.storeElement(Width.WORD, 3, 2, 3);
            m.binaryConstant(BinaryOperator.ADD, 3, 3, 1);
            m.checkIndex(2, 3);
            m.loadElement(Width.WORD, 5, 2, 3);
            returns(m, 5);
        });
        expect(123, "the first", symbol, 7, 123);
        check();
        assertEquals("0E0001", bench.run(symbol, 0, 5));
    }

    @Test
    @DisplayName("cells at a displacement, near and far, also into the register of the address")
    void cells() {
        for (Width w : Width.values()) for (int offset : new int[] {0, 8, 4092, 4096, 70_000}) for (int target : new int[] {2, 5}) {
            String symbol = bench.method(1, 0, m -> {
                m.constant(2, MethodBench.FREE);
                m.loadSlot(4, ~0);
                m.store(w, 4, 2, offset);
                m.load(w, target, 2, offset);
                returns(m, target);
            });
            for (int a : WORDS) expect(narrowed(w, a), w + " at " + offset, symbol, a);
        }
        check();
    }

    @Test
    @DisplayName("calls pass parameters, and find variables again")
    void calls() {
        text.add(bench.port.align());
        text.label("S0");
        text.add(bench.port.cells(Width.WORD, 1000));
        String called = bench.method(2, 2000, m -> {
            m.loadSlot(5, ~0);
            m.loadSlot(6, ~1);
            m.storeSlot(1999, 5);
            m.constant(5, 0);
            m.loadSlot(5, 1999);
            m.binary(BinaryOperator.SUB, 5, 5, 6);
            m.loadStatic(6, "S0");
            m.binary(BinaryOperator.ADD, 5, 5, 6);
            m.storeStatic("S0", 5);
            returns(m, 5);
        });
        String caller = bench.method(1, 1, m -> {
            m.loadSlot(5, ~0);
            m.storeSlot(0, 5);
            m.constant(6, 17);
            m.pass(0, 5);
            m.pass(1, 6);
            m.call(called);
            m.move(2, m.resultRegister());
            m.loadSlot(3, 0);
            m.binary(BinaryOperator.ADD, 2, 2, 3);
            m.binary(BinaryOperator.ADD, 2, 2, 6);
            m.binary(BinaryOperator.ADD, 2, 2, 5);
            returns(m, 2);
        });
        expect(100 - 17 + 1000 + 100 + 17 + 100, "sum", caller, 100);
        expect(1082, "static variable", called, 1, 2);
        check();
    }

    // ---- traps

    private int trapped(String symbol, int... parameters) {
        assertEquals("0E0001", bench.run(symbol, parameters), "operation exception in the kernel");
        return bench.word(at());
    }

    /** The address of the trap: that in the old PSW, less its own two bytes. */
    private int at() {
        return (bench.word(44) & 0xff_ffff) - 2;
    }

    @Test
    @DisplayName("checks trap, with the source line that they come from")
    void traps() {
        String index = bench.method(2, 0, m -> {
            m.loadSlot(2, ~0);
            m.loadSlot(3, ~1);
            text.source(42);
            m.checkIndex(2, 3);
            text.source(43);
            m.constant(2, 9);
            returns(m, 2);
        });
        String below = bench.method(1, 0, m -> {
            m.loadSlot(3, ~0);
            m.checkIndexBelow(3, 8);
            returns(m, 3);
        });
        String constant = bench.method(1, 0, m -> {
            m.loadSlot(3, ~0);
            m.checkConstantIndex(3, 7);
            returns(m, 3);
        });
        String reference = bench.method(1, 0, m -> {
            m.loadSlot(3, ~0);
            m.checkNull(3);
            m.checkNull(3);
            returns(m, 3);
        });
        bench.assemble();
        int array = MethodBench.FREE, shorter = MethodBench.FREE + 64;
        bench.load(array, 8);
        bench.load(shorter, 7);
        assertEquals(9, bench.call(index, array, 7));
        assertEquals(Trap.INDEX, trapped(index, array, 8));
        assertEquals(String.format("* kernel panic: program interruption 0001 at %06X\n", at() + 2), bench.paper.toString());
        assertEquals(42, text.marks().stream().filter(k -> k.method().equals(index) && bench.address(k.symbol()) <= at()).toList().getLast()
                .line());
        assertEquals(Trap.INDEX, trapped(index, array, -1));
        assertEquals(7, bench.call(below, 7));
        assertEquals(Trap.INDEX, trapped(below, 8));
        assertEquals(Trap.INDEX, trapped(below, Integer.MIN_VALUE));
        assertEquals(array, bench.call(constant, array));
        assertEquals(Trap.INDEX, trapped(constant, shorter));
        assertEquals(5, bench.call(reference, 5));
        assertEquals(Trap.NULL, trapped(reference, 0));
    }

    // ---- large methods

    private String large(int rounds, int constants) {
        return bench.method(1, 0, m -> {
            m.loadSlot(2, ~0);
            m.constant(3, 10);
            m.label(0);
            for (int i = 0; i < rounds; i++) {
                text.source(i + 1);
                m.branchConstant(Condition.EQ, 2, 5000 + i % constants, 1 + i);
                m.binaryConstant(BinaryOperator.ADD, 2, 2, 10_000 + i % constants);
                m.label(1 + i);
                m.checkIndexBelow(3, 11);
            }
            m.binaryConstant(BinaryOperator.ADD, 3, 3, -1);
            m.branchConstant(Condition.NE, 3, 0, 0);
            returns(m, 2);
        });
    }

    private static int computed(int a, int rounds, int constants) {
        for (int n = 10; n > 0; n--) for (int i = 0; i < rounds; i++) if (a != 5000 + i % constants) a += 10_000 + i % constants;
        return a;
    }

    @Test
    @DisplayName("a method of any size: code and constants up to, at and beyond what a displacement reaches")
    void large() {
        for (int rounds = 150; rounds < 163; rounds++) expect(computed(5003, rounds, 40), rounds + " rounds", large(rounds, 40), 5003);
        for (int rounds : new int[] {1, 10, 300, 1200}) expect(computed(5003, rounds, 40), rounds + " rounds", large(rounds, 40), 5003);
        check();
    }
}
