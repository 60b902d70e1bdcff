package org.polyvisor.hypervisor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.hypervisor.toy.Toy;

/** Against plain arithmetic that computes every flag at once. */
@DisplayName("Flags computed late are those computed at once")
class LateFlagsTest {
    private static final List<String> NAMES = List.of("ADD", "ADDI", "SUB", "CMP", "INC", "SETC", "ADC", "LI", "JZ", "JNZ", "JC",
            "JN", "ST");
    private static final int LENGTH = 60;

    /** What the instructions do, written a second time. */
    private static final class Model {
        final int[] r = new int[8];
        boolean c, z, n;
        int at;

        void step(String name, int a, int b, int k) {
            int to = at + 1;
            switch (name) {
                case "ADD" -> r[a] = sum(r[a], r[b]);
                case "ADDI" -> r[a] = sum(r[a], k);
                case "SUB" -> r[a] = difference(r[a], r[b]);
                case "CMP" -> difference(r[a], r[b]);
                case "INC" -> zn(++r[a]);
                case "SETC" -> c = (k & 1) != 0;
                case "ADC" -> {
                    long x = (r[a] & 0xffff_ffffL) + (r[b] & 0xffff_ffffL) + (c ? 1 : 0);
                    r[a] = (int) x;
                    c = x >>> 32 != 0;
                    zn(r[a]);
                }
                case "LI" -> r[a] = k;
                case "JZ" -> to = z ? at + k : to;
                case "JNZ" -> to = z ? to : at + k;
                case "JC" -> to = c ? at + k : to;
                case "JN" -> to = n ? at + k : to;
                default -> { }
            }
            at = to;
        }

        private int sum(int x, int y) {
            c = (x & 0xffff_ffffL) + (y & 0xffff_ffffL) >>> 32 != 0;
            zn(x + y);
            return x + y;
        }

        private int difference(int x, int y) {
            c = Integer.compareUnsigned(x, y) < 0;
            zn(x - y);
            return x - y;
        }

        private void zn(int v) {
            z = v == 0;
            n = v < 0;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inRandomPrograms(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int program = 0; program < 150; program++) {
            String[] lines = new String[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                String name = NAMES.get(random.nextInt(NAMES.size()));
                int k = name.startsWith("J") ? 1 + random.nextInt(LENGTH - i) : name.equals("ST") ? 0x1000
                        : random.nextInt(3) == 0 ? random.nextInt(-2, 3) : (short) random.nextInt();
                lines[i] = name + " " + random.nextInt(4) + " " + (name.equals("ST") ? 7 : random.nextInt(4)) + " " + k;
            }
            int budget = 1 + random.nextInt(12);
            run(lines, budget, "seed " + seed + ", budget " + budget + ": " + Arrays.toString(lines));
        }
    }

    private static void run(String[] lines, int budget, String which) {
        Storage storage = new Storage(Toy.ARCHITECTURE, 0x10000);
        storage.put(0x200, Toy.assemble(lines));
        storage.put(0x200 + 4 * LENGTH, Toy.assemble("JMP 0 0 0"));
        Processor cpu = new Processor(Toy.ARCHITECTURE, storage);
        cpu.set(Toy.ARCHITECTURE.registers().pc(), 0x200);
        Model model = new Model();
        while (model.at < LENGTH) {
            for (int i = 0; i < budget && model.at < LENGTH; i++) {
                String[] w = lines[model.at].split(" ");
                model.step(w[0], Integer.parseInt(w[1]), Integer.parseInt(w[2]), Integer.parseInt(w[3]));
            }
            cpu.run(budget);
            assertEquals(0x200 + 4 * model.at, cpu.pc(), which);
            for (int i = 0; i < 4; i++) assertEquals(model.r[i], (int) cpu.get(Toy.R[i]), which);
            assertEquals(List.of(model.c, model.z, model.n), List.of(cpu.get(Toy.C) != 0, cpu.get(Toy.Z) != 0, cpu.get(Toy.N) != 0), which);
        }
    }
}
