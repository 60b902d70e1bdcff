package org.polyvisor.hypervisor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.toy.Toy;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.Encoding;
import org.polyvisor.isa.code.Row;

@DisplayName("An instruction that is known wherever it lies")
class DecodingTreeTest {
    private final Storage storage = new Storage(Toy.ARCHITECTURE, 0x10000);
    private final Processor cpu = new Processor(Toy.ARCHITECTURE, storage);

    private static void run(Processor cpu, int at, int instructions, String... lines) {
        cpu.storage().put(at, Toy.assemble(lines));
        cpu.set(Toy.ARCHITECTURE.registers().pc(), at);
        assertInstanceOf(Exit.Budget.class, cpu.run(instructions));
    }

    private void run(int at, int instructions, String... lines) {
        run(cpu, at, instructions, lines);
    }

    private int known() {
        return cpu.shared.instructions.kept();
    }

    @Test
    void isKeptOnceWhereverItLies() {
        run(0x200, 4, "INC 3", "ADDI 3 0 16", "INC 3", "ADDI 3 0 16");
        assertEquals(2, known());
        run(0x300, 3, "ADDI 3 0 16", "INC 3", "INC 3");
        assertEquals(2, known());
        assertEquals(34 + 18, cpu.get(Toy.R[3]));
        run(0x400, 1, "ADDI 3 0 17");
        assertEquals(3, known());
        assertEquals(34 + 18 + 17, cpu.get(Toy.R[3]));
    }

    @Test
    void isNotOneThatAsksWhereItLies() {
        for (int at : new int[] {0x200, 0x320}) {
            run(at, 1, "JMP 0 0 4");
            assertEquals(at + 0x10, cpu.pc());
            cpu.set(Toy.R[2], 0x500);
            run(at, 1, "CALLR 1 2");
            assertEquals(0x500, cpu.pc());
            assertEquals(at + 4, cpu.get(Toy.R[1]));
            cpu.set(Toy.Z, 1);
            run(at, 1, "JZ 0 0 3");
            assertEquals(at + 0xc, cpu.pc());
            cpu.set(Toy.R[4], 1);
            cpu.set(Toy.R[5], 0x600);
            run(at, 1, "FILL 4 5 7");
            assertEquals(at, cpu.pc());
        }
        assertEquals(0, known());
    }

    @Test
    void mayJumpWhereARegisterSays() {
        for (int at : new int[] {0x200, 0x320}) {
            cpu.set(Toy.R[2], at + 0x20);
            run(at, 1, "JB 0 2 8");
            assertEquals(at + 0x28, cpu.pc());
        }
        assertEquals(1, known());
    }

    @Test
    void jumpsWhateverStandsBeforeIt() {
        String[] before = {};
        for (int n = 0; n < 4; n++) {
            int at = 0x200 + 0x100 * n;
            storage.put(at + 0x40, Toy.assemble("INC 4", "INC 4", "INC 4", "INC 4", "INC 4", "INC 4", "INC 4", "INC 4"));
            cpu.set(Toy.R[2], at + 0x40);
            cpu.set(Toy.R[4], 0);
            String[] lines = Arrays.copyOf(before, n + 1);
            lines[n] = "JR 0 2";
            run(at, n + 1 + 5, lines);
            assertEquals(5, cpu.get(Toy.R[4]));
            before = Arrays.copyOf(before, n + 1);
            before[n] = n == 1 ? "JC 0 0 5" : "INC 3";
        }
    }

    @Test
    void readsFlagsWhateverLeftThem() {
        String[] before = {"SETC 0 0 1", "CMP 1 2", "ADD 1 2", "SETC 0 0 0"};
        int[] carry = {1, 1, 0, 0};
        for (int n = 0; n < 4 * before.length; n++) {
            cpu.set(Toy.R[1], 1);
            cpu.set(Toy.R[2], 2);
            cpu.set(Toy.R[3], 0);
            run(0x200 + 0x20 * n, 2, before[n % before.length], "ADC 3 0");
            assertEquals(carry[n % before.length], cpu.get(Toy.R[3]) - cpu.get(Toy.R[0]), before[n % before.length]);
        }
    }

    @Test
    void dependsOnTheMode() {
        run(0x200, 1, "GETU 1");
        assertEquals(0, cpu.get(Toy.R[1]));
        cpu.set(Toy.USER, 1);
        run(0x300, 1, "GETU 1");
        assertEquals(1, cpu.get(Toy.R[1]));
    }

    @Test
    void isInterceptedAllTheSame() {
        run(0x200, 1, "INC 3");
        cpu.enter(cpu.view().under(null, Set.of(Toy.byName().get("INC"))));
        storage.put(0x300, Toy.assemble("INC 3"));
        cpu.set(Toy.ARCHITECTURE.registers().pc(), 0x300);
        Exit.Trap trap = assertInstanceOf(Exit.Trap.class, cpu.run(1));
        assertEquals(Processor.INTERCEPTION, trap.why().type());
        assertEquals(1, cpu.get(Toy.R[3]));
    }

    @Test
    void faultsWhereDecodingWould() {
        storage.put(Toy.LIMIT - 2, Toy.assemble("INC 3"));
        for (int n = 0; n < 2; n++) {
            cpu.set(Toy.ARCHITECTURE.registers().pc(), Toy.LIMIT - 2);
            Exit.Trap trap = assertInstanceOf(Exit.Trap.class, cpu.run(1));
            Interruption why = trap.why();
            assertEquals(Toy.ABSENT, why.code());
            assertEquals(Toy.LIMIT, why.address());
            run(0x200, 1, "INC 3");
        }
    }

    @Test
    void isKnownToSimulators() {
        Storage other = new Storage(Toy.ARCHITECTURE, 0x10000);
        Processor simulator = cpu.simulator(other);
        run(0x200, 1, "SUMB 1 2 77");
        run(simulator, 0x300, 1, "SUMB 1 2 77");
        assertEquals(1, known());
        cpu.shared.clear();
        run(0x400, 2, "SUMB 3 4 99", "SUMB 1 2 77");
        assertEquals(cpu.get(Toy.R[1]), simulator.get(Toy.R[1]));
    }

    @Test
    void isOneOfABoundedNumber() {
        for (int n = 0; n < 2 * DecodingTree.MOST_KEPT; n++) {
            run(0x200, 1, "LI " + (n & 7) + " 0 " + (n >> 3));
            assertEquals(n >> 3, cpu.get(Toy.R[n & 7]));
            assertTrue(known() <= DecodingTree.MOST_KEPT);
        }
    }

    // ---- architectures in which decoding itself asks for the address

    private static Processor where(Predicate<Code> decodable) {
        Architecture.Declaration d = Toy.ARCHITECTURE.declaration();
        Encoding encoding = new Encoding() {
            @Override
            public Row begin(Code code) {
                return decodable.test(code) ? null : undefined();
            }

            @Override
            public Row undefined() {
                return d.encoding().undefined();
            }
        };
        Architecture a = new Architecture(new Architecture.Declaration(d.name(), d.model(), d.registers(), d.byteOrder(), d.pageBits(),
                d.addressBits(), d.rows(), encoding, d.syntax(), d.interruptions(), d.privilege(), d.supervision()));
        return new Processor(a, new Storage(a, 0x10000));
    }

    private static Exit at(Processor cpu, int pc) {
        cpu.storage().put(pc, Toy.assemble("INC 3"));
        cpu.set(Toy.ARCHITECTURE.registers().pc(), pc);
        return cpu.run(1);
    }

    @Test
    void isAnotherAtAnotherAlignment() {
        Processor cpu = where(code -> code.aligned(8));
        for (int n = 0; n < 2; n++) {
            assertInstanceOf(Exit.Budget.class, at(cpu, 0x200 + 8 * n));
            assertInstanceOf(Exit.Trap.class, at(cpu, 0x304 + 8 * n));
        }
        assertEquals(2, cpu.get(Toy.R[3]));
    }

    @Test
    void isNotOneWhoseDecodingAsksWhereItLies() {
        Processor cpu = where(code -> code.pc() < 0x300);
        assertInstanceOf(Exit.Budget.class, at(cpu, 0x200));
        assertInstanceOf(Exit.Trap.class, at(cpu, 0x300));
        assertEquals(0, cpu.shared.instructions.kept());
    }
}
