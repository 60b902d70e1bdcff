package org.polyvisor.isa.s370.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.polyvisor.isa.s370.guest.MethodBench.WORDS;
import static org.polyvisor.isa.s370.guest.MethodBench.returns;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Condition;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Ir.UnaryOperator;
import org.polyvisor.isa.guest.MethodLowering;

@DisplayName("What methods compute on System/370: Java's values")
class S370LoweringTest {
    private static final int[] FEW = {0, 1, -1, 33, -7, 0x1234_5678, Integer.MAX_VALUE, Integer.MIN_VALUE};
    /** Registers of left operand, right operand and target, the same ones or not. */
    private static final int[][] REGISTERS = {{2, 3, 4}, {2, 3, 2}, {2, 3, 3}, {2, 2, 2}, {2, 2, 3}, {15, 14, 15}, {15, 14, 14},
            {14, 5, 15}};

    private final MethodBench bench = new MethodBench();
    private final AssemblyText text = bench.text;

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
                    if (b != 0 || !divides(o)) bench.expect(compute(o, r[0] == r[1] ? b : a, b), a + " " + o + " " + b, symbol, a, b);
            }
        bench.check();
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
            bench.expect(-77 ^ 13, o.name(), symbol, -77, 13);
            bench.expect(-77 ^ -1, o.name(), symbol, -77, -1);
        }
        bench.check();
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
                for (int a : WORDS) bench.expect(compute(o, a, b), a + " " + o + " constant " + b, symbol, a);
            }
        bench.check();
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
                for (int a : WORDS) bench.expect(switch (o) {
                    case NEG -> -a;
                    case TO_BYTE -> (byte) a;
                    case TO_SHORT -> (short) a;
                    case TO_CHAR -> (char) a;
                }, o + " " + a, symbol, a);
            }
        for (int a : WORDS) bench.expect(a, "constant " + a, bench.method(0, 0, m -> {
            m.constant(5, a);
            returns(m, 5);
        }));
        bench.check();
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
                    bench.expect(holds(c, a, b) ? 1 : 0, a + " " + c + " " + b, two, a, b);
                    bench.expect(holds(c, a, b) ? 1 : 0, a + " " + c + " constant " + b, one, a);
                }
            }
        }
        bench.check();
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
                        bench.expect(expected, a + " " + o + " constant " + b + " " + c + " 0", constant, a);
                        bench.expect(expected, a + " " + o + " " + b + " " + c + " 0", stored, a);
                    }
                }
        bench.check();
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
        bench.expect(35, "7 rounds", fused, 7);
        bench.expect(21, "6 + 5 + … + 0", apart, 7);
        bench.check();
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
        for (int rounds = 150; rounds < 163; rounds++)
            bench.expect(computed(5003, rounds, 40), rounds + " rounds", large(rounds, 40), 5003);
        for (int rounds : new int[] {1, 10, 300, 1200})
            bench.expect(computed(5003, rounds, 40), rounds + " rounds", large(rounds, 40), 5003);
        bench.check();
    }
}
