package org.polyvisor.isa.s370.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VectorFileTest {
    private static final long SEED = 370;

    @Test
    @DisplayName("what was written is read")
    void roundTrip() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Vectors.Vector> list = new ArrayList<>();
        for (int i = 0; i < 500; i++) list.add(vector(random));
        Vectors vectors = new Vectors("3.13", SEED, 8, list);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VectorFile.write(vectors, out);
        assertEquals(vectors, VectorFile.read(new ByteArrayInputStream(out.toByteArray())), () -> "seed " + SEED);
    }

    @Test
    @DisplayName("another file is refused")
    void anotherForm() {
        assertThrows(IOException.class, () -> VectorFile.read(new ByteArrayInputStream(new byte[64])));
    }

    @Test
    @DisplayName("a truncated file is refused")
    void truncated() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VectorFile.write(new Vectors("3.13", 0, 8, List.of(vector(new SplittableRandom(SEED)))), out);
        byte[] half = java.util.Arrays.copyOf(out.toByteArray(), out.size() / 2);
        assertThrows(IOException.class, () -> VectorFile.read(new ByteArrayInputStream(half)));
    }

    private static Vectors.Vector vector(SplittableRandom random) {
        CaseBuilder b = new CaseBuilder("R" + random.nextInt(9)).code(bytes(random, 4)).key(random.nextInt(16))
                .programMask(random.nextInt(16))
                .conditionCode(random.nextInt(4)).systemMask(random.nextInt(256)).monitorMasks(random.nextInt());
        for (int i = random.nextInt(5); i > 0; i--) b.register(random.nextInt(16), random.nextInt());
        for (int i = 0; i < CaseStorage.BLOCKS; i++) if (random.nextBoolean()) b.blockKey(i, random.nextInt(256));
        HerculesCase c = b.put(random.nextInt(1 << 24), bytes(random, random.nextInt(300))).build();
        int[] registers = c.registers().clone();
        for (int i = random.nextInt(5); i > 0; i--) registers[random.nextInt(16)] = random.nextInt();
        HerculesResult.Ending[] endings = HerculesResult.Ending.values();
        List<StoragePiece> changes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) changes.add(new StoragePiece(random.nextInt(1 << 24), bytes(random, 4)));
        return new Vectors.Vector(c, new HerculesResult(endings[random.nextInt(endings.length)], registers, random.nextLong(),
                random.nextInt(2) * random.nextLong(), random.nextInt(2) * random.nextLong(), bytes(random, CaseStorage.ASSIGNED_LENGTH),
                bytes(random, CaseStorage.LOW_LENGTH), bytes(random, CaseStorage.BLOCKS), changes));
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] b = new byte[length];
        random.nextBytes(b);
        return b;
    }
}
