package org.polyvisor.isa.s370.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.polyvisor.isa.s370.guest.MethodBench.WORDS;
import static org.polyvisor.isa.s370.guest.MethodBench.returns;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.Width;

@DisplayName("How methods reach storage on System/370: cells, elements, statics, the stack; and what traps")
class StorageLoweringTest {
    private final MethodBench bench = new MethodBench();
    private final AssemblyText text = bench.text;

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
                for (int i = 0; i < 8; i++) for (int a : WORDS) bench.expect(narrowed(w, a), w + " [" + i + "] " + a, symbol, i, a);
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
                for (int i = 0; i < 8; i++) for (int a : WORDS)
                    bench.expect(narrowed(w, a), w + " at address of [" + i + "] " + a, symbol, i, a);
            }
        bench.check();
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
        bench.expect(123, "the first", symbol, 7, 123);
        bench.check();
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
            for (int a : WORDS) bench.expect(narrowed(w, a), w + " at " + offset, symbol, a);
        }
        bench.check();
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
        bench.expect(100 - 17 + 1000 + 100 + 17 + 100, "sum", caller, 100);
        bench.expect(1082, "static variable", called, 1, 2);
        bench.check();
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
}
