package org.polyvisor.hypervisor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.toy.Toy;
import org.polyvisor.isa.Exit;

@DisplayName("Code that a processor has decoded")
class DecodedCodeTest {
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
    void codeMayChangeItself() {
        program("LI 1 0 0", "ADDI 1 0 1", "LI 2 0 0x204", "LDB 3 2 2", "INC 3", "STB 3 2 2", "LI 4 0 9", "SUB 4 3",
                "JNZ 0 0 -7", "JMP 0 0 0");
        cpu.run(1000);
        assertEquals(9, cpu.get(Toy.R[3]));
        assertEquals(1 + 2 + 3 + 4 + 5 + 6 + 7 + 8, r(1));
    }

    @Test
    void theNextInstructionMayBeOverwritten() {
        program("LI 2 0 0x20c", "LI 1 0 0x101", "ST 1 2 0", "LI 5 0 3", "JMP 0 0 0");
        storage.put(0x300, Toy.assemble("LI 6 0 77"));
        program("LI 2 0 0x300", "LD 1 2 0", "ST 1 2 -240", "JMP 0 0 1", "LI 5 0 3", "JMP 0 0 0");
        cpu.run(5);
        assertEquals(77, r(6));
        assertEquals(0, r(5));
    }

    @Test
    void keepsABoundedAmountOfCodeHoweverMuchIsExecuted() {
        int places = 7000, longest = 32;
        byte[] code = Toy.assemble("INC 3");
        for (int at = 0; at < places + longest; at++) storage.put(4 * at, code);
        int executed = 0, most = 0;
        for (int at = 0; at < 2 * places; at++)
            for (int size = 1; size <= longest; executed += size, size *= 2) {
                cpu.set(Toy.USER, at & 1);
                cpu.set(Toy.ARCHITECTURE.registers().pc(), 4 * (at >> 1));
                assertInstanceOf(Exit.Budget.class, cpu.run(size));
                most = Math.max(most, cpu.code.kept());
            }
        assertTrue(executed > CodeCache.MOST_KEPT + CodeCache.MOST_KEPT / 2, "enough to forget");
        assertTrue(most < CodeCache.MOST_KEPT + longest, "never more than there is room for");
        int known = IntStream.range(0, 4 * places >> Toy.ARCHITECTURE.pageBits()).map(page -> storage.frame(page).decoded.size()).sum();
        assertTrue(known < CodeCache.MOST_KEPT / 10, "pages do not know what was forgotten");
        assertEquals(cpu.retired(), r(3));
    }

    @Test
    void anotherAddressSpaceIsOtherCode() {
        program("LI 1 0 1", "SPACE 1", "LI 2 0 5", "JMP 0 0 0");
        storage.put(0x1208, Toy.assemble("LI 2 0 6", "JMP 0 0 0"));
        cpu.run(20);
        assertEquals(6, r(2));
    }

    @Test
    void codeMayBeChangedByAnotherOfItsNames() {
        // in space 1, 1204 is what 204 is in space 0
        program("JMP 0 0 1", "INC 3", "LI 1 0 1", "SPACE 1");
        storage.put(0x1210, Toy.assemble("LD 4 5 0x300", "ST 4 5 0x1204", "LI 1 0 0", "SPACE 1"));
        storage.put(0x220, Toy.assemble("JMP 0 0 -7"));
        storage.put(0x1300, Toy.assemble("ADDI 3 0 100"));
        cpu.run(2);
        assertEquals(1, r(3));
        cpu.run(7);
        assertEquals(0x204, cpu.pc());
        cpu.run(1);
        assertEquals(101, r(3));
    }

    @Test
    void seesCodeThatADeviceStores() {
        program("INC 3", "JMP 0 0 -1");
        cpu.run(10);
        storage.put(0x200, Toy.assemble("INC 4"));
        cpu.run(10);
        assertEquals(5, r(3));
        assertEquals(5, r(4));
    }

    private static void almostNoRoomForConstants(Processor cpu) {
        int last = cpu.firstTemp + Processor.TEMPS + SharedCode.CONSTANTS - 1;
        for (int v = 1_000_000; cpu.constant(v) < last - 1; ) v++;
    }

    /** Sums up ones, as many as constants say. */
    private static void sumUp(Processor cpu, Storage s, int at, int first, int second) {
        byte[] ones = new byte[256];
        Arrays.fill(ones, (byte) 1);
        s.put(0x400, ones);
        s.put(at, Toy.assemble("LI 4 0 0x400", "SUMB 3 4 " + first, "SUMB 5 4 " + second));
        cpu.set(Toy.ARCHITECTURE.registers().pc(), at);
        cpu.run(3);
        assertEquals(first, cpu.get(Toy.R[3]));
        assertEquals(second, cpu.get(Toy.R[5]));
    }

    @Test
    void goesOnWhenThereAreMoreConstantsThanItHasRoomFor() {
        almostNoRoomForConstants(cpu);
        sumUp(cpu, storage, 0x200, 33, 250);
        sumUp(cpu, storage, 0x240, 250, 44);
        assertEquals(1, cpu.shared.generation());
    }

    @Test
    void forgetsConstantsTogetherWithItsSimulators() {
        Storage other = new Storage(Toy.ARCHITECTURE, 0x10000);
        Processor simulator = cpu.simulator(other);
        sumUp(cpu, storage, 0x2c0, 11, 12);
        sumUp(simulator, other, 0x2c0, 11, 12);
        almostNoRoomForConstants(cpu);
        sumUp(simulator, other, 0x200, 33, 250);
        sumUp(cpu, storage, 0x200, 250, 33);
        sumUp(cpu, storage, 0x240, 44, 55);
        sumUp(simulator, other, 0x280, 55, 44);
        assertEquals(1, cpu.shared.generation());
    }

    @Test
    void knowsCodeAgainOnlyIfAllOfItIsTheSame() {
        program("INC 3", "ADDI 3 0 16", "INC 3", "JMP 0 0 -3");
        cpu.run(4);
        assertEquals(18, r(3));
        storage.put(0x208, Toy.assemble("INC 4"));
        cpu.run(4);
        assertEquals(18 + 17, r(3));
        storage.put(0x204, Toy.assemble("ADDI 3 0 100"));
        storage.put(0x208, Toy.assemble("INC 3"));
        cpu.run(4);
        assertEquals(18 + 17 + 102, r(3));
        storage.put(0x204, Toy.assemble("ADDI 3 0 16"));
        cpu.run(4);
        assertEquals(18 + 17 + 102 + 18, r(3));
        assertEquals(1, r(4));
    }
}
