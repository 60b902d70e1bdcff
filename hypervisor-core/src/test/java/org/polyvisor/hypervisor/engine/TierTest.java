package org.polyvisor.hypervisor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.hypervisor.toy.Toy;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Register;

@DisplayName("Translated code")
class TierTest {
    private static final int INSTRUCTIONS = 2000;

    /** A processor with a program in its storage, and what happened to it. */
    private static final class Trial {
        final Storage storage = new Storage(Toy.ARCHITECTURE, 0x10000);
        final Processor cpu = new Processor(Toy.ARCHITECTURE, storage);
        private final List<String> log = new ArrayList<>();

        Trial(Tier tier, String... lines) {
            cpu.tier(tier);
            storage.put(0x200, Toy.assemble(lines));
            storage.put(0x100, Toy.assemble("INC 7", "ADDI 6 0 4", "RETI 0 0 0"));
            cpu.set(Toy.ARCHITECTURE.registers().pc(), 0x200);
        }

        /** Goes on for so many instructions, interruptions included. */
        void run(int instructions) {
            for (long end = cpu.retired() + instructions; cpu.retired() < end && log.size() < 500; ) {
                Exit e = cpu.run(end - cpu.retired());
                if (e instanceof Exit.Waiting) return;
                Interruption why = e instanceof Exit.Trap t ? t.why() : e instanceof Exit.Completed c ? c.why() : null;
                if (why == null) continue;
                log.add(why + " at " + e.pc() + " after " + cpu.retired());
                cpu.deliver(why, e.pc() + (e instanceof Exit.Trap ? why.length() : 0));
            }
        }

        String state() {
            StringBuilder s = new StringBuilder();
            for (Register r : Toy.ARCHITECTURE.registers().all()) s.append(r).append('=').append(cpu.get(r)).append(' ');
            return s + "retired=" + cpu.retired() + " storage=" + storage.digest() + " " + log;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("does the same as interpreted code, whatever the budgets")
    void sameAfterEveryBudget(long seed) {
        Random random = new Random(seed);
        int regions = 0;
        for (int n = 0; n < 60; n++) {
            String[] lines = program(random);
            Trial interpreted = new Trial(Tier.INTERPRETER, lines), translated = new Trial(Tier.EAGER, lines);
            int program = n, most = 1 + random.nextInt(300);
            for (int done = 0; done < INSTRUCTIONS; ) {
                int budget = 1 + random.nextInt(most);
                interpreted.run(budget);
                translated.run(budget);
                done += budget;
                assertEquals(interpreted.state(), translated.state(),
                        () -> "seed " + seed + " program " + program + " with budgets to " + most + ": " + Arrays.toString(lines));
            }
            regions += translated.cpu.regions();
        }
        assertTrue(regions > 60, "translated " + regions + " regions");
    }

    /** Loops of all kinds, calls, stores into code, faults. */
    private static String[] program(Random r) {
        String[] names = {"ADD", "ADDI", "SUB", "CMP", "INC", "SETC", "ADC", "JZ", "JNZ", "JC", "JN", "JNZ", "JC", "LI", "LD", "ST", "LDB", "STB",
            "XM", "SUMB", "DIV", "FILL", "TIME", "EX", "ADDT", "JMP"};
        return IntStream.range(0, 40).mapToObj(i -> {
            String name = names[r.nextInt(names.length)];
            boolean jumps = name.startsWith("J"), code = name.equals("STB") && r.nextInt(8) == 0;
            int k = jumps ? r.nextInt(4) == 0 ? r.nextInt(-i, 40 - i) : r.nextInt(-Math.min(i, 6), Math.min(6, 40 - i))
                    : code ? r.nextInt(0x200, 0x2a0) : r.nextInt(0x400, 0x800);
            return name + " " + r.nextInt(8) + " " + (code ? 0 : r.nextInt(8)) + " " + k;
        }).toArray(String[]::new);
    }

    @Test
    @DisplayName("runs a loop once it is found there often enough, and not before")
    void translatesWhatIsHot() {
        String[] loop = {"LI 1 0 0x4000", "LI 1 1 0x4000", "ADDI 2 0 3", "ADDI 1 0 -1", "JNZ 0 0 -2", "JMP 0 0 0"};
        Trial once = new Trial(new Tier(1000, 5), loop);
        once.run(4_900);
        assertEquals(0, once.cpu.regions());
        once.run(2_000);
        assertEquals(1, once.cpu.regions());
    }

    @Test
    @DisplayName("is dropped when its code changes, and made again ever more reluctantly")
    void changingCode() {
        // the loop stores into the immediate of its own first instruction each time
        String[] lines = {"LI 2 0 0x204", "ADDI 3 0 1", "INC 4", "STB 4 2 2", "JMP 0 0 -3"};
        Trial interpreted = new Trial(Tier.INTERPRETER, lines), translated = new Trial(new Tier(1, 1), lines);
        for (int i = 0; i < 50; i++) {
            interpreted.run(4_000);
            translated.run(4_000);
            assertEquals(interpreted.state(), translated.state());
        }
        assertTrue(translated.cpu.regions() < 40, "translated " + translated.cpu.regions() + " times in 200,000 instructions");
    }

    @Test
    @DisplayName("takes the base of a jump for granted only as long as it holds what it held, then never again")
    void bases() {
        // the loop does not change register 2, where it jumps back to; from outside it is changed
        String[] lines = {"INC 3", "ADDI 4 0 5", "JB 0 2 0x10", "JMP 0 0 0", "INC 5", "JB 0 2 0x20"};
        Trial interpreted = new Trial(Tier.INTERPRETER, lines), translated = new Trial(Tier.EAGER, lines);
        int[] bases = {0x1f0, 0x200, 0x1f0};
        for (int i = 0; i < 60; i++) {
            for (Trial t : List.of(interpreted, translated)) {
                t.cpu.set(Toy.R[2], bases[i % bases.length]);
                t.cpu.set(Toy.ARCHITECTURE.registers().pc(), 0x200);
                t.run(100);
            }
            assertEquals(interpreted.state(), translated.state());
            if (i == 0) assertTrue(translated.cpu.regions() > 0);
        }
        assertTrue(translated.cpu.regions() < 20, "translated " + translated.cpu.regions() + " times");
    }

    @Test
    @DisplayName("is not made again and again because its first instruction interrupts")
    void interruptingHead() {
        String[] loop = {"ADDT 1 2 0", "SUB 1 2", "JMP 0 0 -2"};
        Trial interpreted = new Trial(Tier.INTERPRETER, loop), translated = new Trial(Tier.EAGER, loop);
        for (Trial t : List.of(interpreted, translated)) {
            t.cpu.set(Toy.R[1], 0x4000_0000);
            t.cpu.set(Toy.R[2], 0x4000_0000);
            t.run(600);
        }
        assertEquals(interpreted.state(), translated.state());
        assertTrue(translated.log.size() > 50, "it interrupts");
        assertTrue(translated.cpu.regions() > 0 && translated.cpu.regions() < 10, "translated " + translated.cpu.regions() + " times");
    }

    @Test
    @DisplayName("stays in one region through computed jumps that lead to many places, flags included")
    void computedJumps() {
        // each piece says where the next one is, and comes back to the one jump; some read flags that another one left
        String[] lines = {"LI 2 0 0x210", "JR 0 2 0", "JMP 0 0 0", "JMP 0 0 0",
            "ADDI 3 0 5", "LI 2 0 0x220", "JMP 0 0 -5", "JMP 0 0 0",
            "ADC 4 3 0", "LI 2 0 0x230", "JMP 0 0 -9", "JMP 0 0 0",
            "SUB 5 4 0", "LI 2 0 0x240", "JMP 0 0 -13", "JMP 0 0 0",
            "ADC 6 5 0", "LI 2 0 0x210", "JMP 0 0 -17"};
        Trial interpreted = new Trial(Tier.INTERPRETER, lines), translated = new Trial(new Tier(100, 4), lines);
        for (int i = 0; i < 100; i++) {
            interpreted.run(1_009);
            translated.run(1_009);
            assertEquals(interpreted.state(), translated.state());
        }
        List<RegionProfile> all = translated.cpu.busiestRegions(10);
        long completed = all.stream().mapToLong(RegionProfile::completed).sum(), entered = all.stream().mapToLong(RegionProfile::entered).sum();
        assertTrue(completed > 80_000 && entered < 200, all::toString);
    }

    @Test
    @DisplayName("does the same when it is made in the background, whenever that is done")
    void background() {
        int regions = 0;
        for (long seed = 11; seed < 14; seed++) {
            Random random = new Random(seed);
            for (int n = 0; n < 40; n++) {
                String[] lines = program(random);
                Trial interpreted = new Trial(Tier.INTERPRETER, lines), translated = new Trial(new Tier(1, 1, true), lines);
                String where = "seed " + seed + " program " + n + ": ";
                for (int i = 0; i < 100; i++) {
                    interpreted.run(997);
                    translated.run(997);
                    assertEquals(interpreted.state(), translated.state(), () -> where + Arrays.toString(lines));
                }
                regions += translated.cpu.regions();
            }
        }
        assertTrue(regions > 20, "translated " + regions + " regions");
    }

    @Test
    @DisplayName("is given up where it is always left at once")
    void notWorthwhile() {
        String[] loop = {"INC 1", "MASK 0 0 0", "JMP 0 0 -2"};
        Trial interpreted = new Trial(Tier.INTERPRETER, loop), translated = new Trial(Tier.EAGER, loop);
        for (int i = 0; i < 20; i++) {
            interpreted.run(5_000);
            translated.run(5_000);
            assertEquals(interpreted.state(), translated.state());
        }
        long entries = translated.cpu.regionEntries();
        assertTrue(entries > 8_000 && entries < 17_000, "entered " + entries + " times");
    }

    @Test
    @DisplayName("is unloaded from the host's machine when it is of no use any more")
    void unloaded() throws InterruptedException {
        Trial t = new Trial(Tier.EAGER, "INC 1", "JMP 0 0 -1");
        t.run(100);
        WeakReference<Region.Code> first = new WeakReference<>(t.cpu.context.find(0x200, t.cpu.modeWord()).region.code);
        t.storage.put(0x200, Toy.assemble("INC 1", "JMP 0 0 -1"));
        for (int at = 0x1000; at < 0xf000; at += 0x200) {
            t.storage.put(at, Toy.assemble("INC 2", "JMP 0 0 -1"));
            t.cpu.set(Toy.ARCHITECTURE.registers().pc(), at);
            t.run(100);
        }
        assertTrue(t.cpu.regions() > 40, () -> "translated " + t.cpu.regions() + " regions");
        for (int i = 0; i < 100 && first.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(first.get());
    }
}
