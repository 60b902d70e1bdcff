package org.polyvisor.hypervisor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.hypervisor.toy.Toy;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Register;

@DisplayName("A processor")
class ProcessorTest {
    private final Storage storage = new Storage(Toy.ARCHITECTURE, 0x10000);
    private final Processor cpu = new Processor(Toy.ARCHITECTURE, storage);

    private void program(String... lines) {
        storage.put(0x200, Toy.assemble(lines));
        cpu.set(Toy.ARCHITECTURE.registers().pc(), 0x200);
    }

    private long r(int n) {
        return cpu.get(Toy.R[n]);
    }

    @Test
    void retiresExactlyWhatItIsAskedTo() {
        program("LI 1 0 1000", "ADDI 1 0 -1", "JNZ 0 0 -1", "LI 2 0 7", "JMP 0 0 0");
        assertInstanceOf(Exit.Budget.class, cpu.run(2001));
        assertEquals(2001, cpu.retired());
        assertEquals(0x20c, cpu.pc());
        assertEquals(0, r(2));
        cpu.run(1);
        assertEquals(7, r(2));
        cpu.run(12345);
        assertEquals(14347, cpu.retired());
    }

    @Test
    void aFaultLeavesTheInstructionUndone() {
        program("LI 1 0 5", "LI 2 0 0x7ffe", "LD 1 2 0");
        Exit.Trap t = assertInstanceOf(Exit.Trap.class, cpu.run(10));
        assertEquals(Toy.ABSENT, t.why().code());
        assertEquals(0x8000, t.why().address());
        assertEquals(4, t.why().length());
        assertEquals(0x208, t.pc());
        assertEquals(2, cpu.retired());
        assertEquals(5, r(1));
    }

    @Test
    void aStoreAcrossPagesIsAllOrNothing() {
        storage.put(0x7ffc, new byte[] {1, 2, 3, 4});
        program("LI 2 0 0x7ffe", "LI 1 0 -1", "ST 1 2 0");
        assertInstanceOf(Exit.Trap.class, cpu.run(10));
        assertEquals(0x04030201, storage.load(0x7ffc, 4));
    }

    @Test
    void flagsAreRightWheneverSomebodyLooks() {
        program("LI 1 0 -1", "LI 2 0 1", "ADD 1 2", "INC 3", "JC 0 0 2", "LI 4 0 1", "LI 5 0 1", "SETC 0 0 0", "ADC 5 2", "CMP 5 2");
        cpu.run(4);
        assertEquals(1, cpu.get(Toy.C), "INC keeps the carry");
        assertEquals(0, cpu.get(Toy.Z));
        cpu.run(5);
        assertEquals(0, r(4));
        assertEquals(2, r(5));
        assertEquals(0, cpu.get(Toy.C));
    }

    @Test
    void stopsWhereItIsTold() {
        program("LI 1 0 100", "ADDI 1 0 -1", "INC 3", "JNZ 0 0 -2", "JMP 0 0 0");
        cpu.run(50);
        for (int round = 0; round < 3; round++) {
            cpu.stops(0x208);
            long before = cpu.retired();
            cpu.run(50);
            assertEquals(0x208, cpu.pc());
            cpu.run(50);
            assertEquals(0x208, cpu.pc(), "once around");
            assertTrue(cpu.retired() <= before + 6);
            cpu.stops(0x204);
            cpu.run(50);
            assertEquals(0x204, cpu.pc(), "another place, inside a block and at its beginning");
            cpu.stops();
            before = cpu.retired();
            cpu.run(50);
            assertEquals(before + 50, cpu.retired(), "nothing stops it any more");
        }
    }

    @Test
    void anInterruptibleInstructionCountsItsUnits() {
        program("LI 1 0 10", "LI 2 0 0x400", "FILL 1 2 0x5a", "INC 3");
        cpu.run(7);
        assertEquals(5, r(1));
        assertEquals(0x208, cpu.pc());
        cpu.run(6);
        assertEquals(0, r(1));
        assertEquals(0x20c, cpu.pc());
        assertEquals(13, cpu.retired());
        byte[] filled = new byte[10];
        Arrays.fill(filled, (byte) 0x5a);
        assertEquals(Arrays.toString(filled), Arrays.toString(storage.get(0x400, 10)));
    }

    @Test
    void interruptsAfterCompletingUnderACondition() {
        program("LI 1 0 1", "LI 2 0 -2", "ADDT 1 2", "LD 1 3 0x300", "LD 2 3 0x300", "ADDT 1 2", "INC 5");
        storage.put(0x300, new byte[] {0, 0, 0, 0x40});
        Exit.Completed c = assertInstanceOf(Exit.Completed.class, cpu.run(100));
        assertEquals(Toy.OVERFLOW, c.why().code());
        assertEquals(0x214, c.at());
        assertEquals(0x218, c.pc());
        assertEquals(6, cpu.retired());
        assertEquals(Integer.MIN_VALUE, r(1));
    }

    @Test
    void mayWaitOrInterruptAfterCompleting() {
        program("WAITT 1 0", "INC 5");
        assertInstanceOf(Exit.Waiting.class, cpu.run(9));
        assertEquals(1, cpu.retired());
        cpu.restart();
        program("LI 1 0 1", "WAITT 1 0", "INC 5");
        assertInstanceOf(Exit.Completed.class, cpu.run(9));
        assertEquals(2, cpu.retired());
    }

    @Test
    void executesAnInstructionElsewhere() {
        program("LI 2 0 0x300", "LI 1 0 0x40", "EX 1 2", "EX 1 2", "INC 5", "LI 2 0 0x208", "EX 1 2");
        storage.put(0x300, Toy.assemble("ADDI 0 0 3"));
        cpu.run(5);
        assertEquals(6, r(4));
        assertEquals(1, r(5));
        assertEquals(5, cpu.retired());
        Exit.Trap t = assertInstanceOf(Exit.Trap.class, cpu.run(9));
        assertEquals(Toy.UNDEFINED, t.why().code());
        assertEquals(0x218, t.pc());
    }

    @Test
    void timeIsExactWhereverItIsAsked() {
        program("INC 1", "TIME 2", "TIME 3", "INC 1", "JMP 0 0 -1", "INC 7");
        cpu.run(100);
        assertEquals(1, r(2));
        assertEquals(2, r(3));
    }

    @Test
    void givesAttentionToARequestWhenItsLineOpens() {
        program("LI 1 0 1", "INC 2", "MASK 1", "INC 3", "JMP 0 0 -1");
        cpu.requested(1);
        Exit.Attention a = assertInstanceOf(Exit.Attention.class, cpu.run(100));
        assertEquals(0x20c, a.pc());
        assertEquals(3, cpu.retired());
        assertNull(cpu.deliver(new Interruption(Toy.DEVICE, 9), a.pc()));
        assertEquals(0x100, cpu.pc());
        assertEquals(0x20c, cpu.get(Toy.SAVED));
        assertEquals(0x209, cpu.get(Toy.CAUSE));
    }

    @Test
    void onlyTheSupervisorGetsPastAPrivilegeCheck() {
        program("LI 1 0 0", "WAIT");
        cpu.set(Toy.USER, 1);
        Exit.Trap t = assertInstanceOf(Exit.Trap.class, cpu.run(9));
        assertEquals(Toy.PRIVILEGED, t.why().code());
        cpu.set(Toy.USER, 0);
        assertInstanceOf(Exit.Waiting.class, cpu.run(9));
    }

    @Test
    void stopsBeforeAnAddress() {
        program("LI 1 0 100", "ADDI 1 0 -1", "INC 2", "JNZ 0 0 -1", "INC 3");
        cpu.stops(0x208);
        cpu.run(50);
        assertEquals(0x208, cpu.pc());
        assertEquals(2, cpu.retired());
        cpu.run(50);
        assertEquals(0x208, cpu.pc());
        assertEquals(5 - 1, cpu.retired());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("comes to the same state whatever the budgets it is given")
    void budgetsDoNotMatter(long seed) {
        RandomGenerator r = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] names = {"ADD", "ADDI", "SUB", "CMP", "INC", "SETC", "ADC", "JZ", "JNZ", "JC", "JN", "LI", "LD", "ST", "LDB", "STB", "XM",
            "SUMB", "DIV", "FILL", "TIME", "EX"};
        for (int n = 0; n < 200; n++) {
            String[] lines = new String[40];
            for (int i = 0; i < lines.length; i++) {
                String name = names[r.nextInt(names.length)];
                int k = name.startsWith("J") ? r.nextInt(-i, lines.length - i) : r.nextInt(0x100, 0x800);
                lines[i] = name + " " + r.nextInt(8) + " " + r.nextInt(8) + " " + k;
            }
            long whole = digest(lines, 400, 400), single = digest(lines, 400, 1), some = digest(lines, 400, 1 + r.nextInt(20));
            int number = n;
            assertEquals(whole, single, () -> "seed " + seed + " program " + number + ": " + Arrays.toString(lines));
            assertEquals(whole, some, () -> "seed " + seed + " program " + number + ": " + Arrays.toString(lines));
        }
    }

    private static long digest(String[] lines, int instructions, int budget) {
        Storage storage = new Storage(Toy.ARCHITECTURE, 0x10000);
        Processor cpu = new Processor(Toy.ARCHITECTURE, storage);
        storage.put(0x200, Toy.assemble(lines));
        storage.put(0x100, Toy.assemble("INC 7", "ADDI 6 0 4", "RETI 0 0 0"));
        cpu.set(Toy.ARCHITECTURE.registers().pc(), 0x200);
        long log = 0;
        for (int deliveries = 0; cpu.retired() < instructions && deliveries < 500; ) {
            Exit e = cpu.run(Math.min(budget, instructions - cpu.retired()));
            if (e instanceof Exit.Waiting) break;
            Interruption why = e instanceof Exit.Trap t ? t.why() : e instanceof Exit.Completed c ? c.why() : null;
            if (why == null) continue;
            log = log * 31 + why.hashCode() + cpu.retired() * 7 + e.pc();
            deliveries++;
            cpu.deliver(why, e.pc() + (e instanceof Exit.Trap ? why.length() : 0));
        }
        for (Register x : Toy.ARCHITECTURE.registers().all()) log = log * 1_000_003 + cpu.get(x);
        return log * 31 + storage.digest() + cpu.retired();
    }
}
