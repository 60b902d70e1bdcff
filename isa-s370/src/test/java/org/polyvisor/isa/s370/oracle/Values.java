package org.polyvisor.isa.s370.oracle;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Operand values and addresses at which something might go wrong. */
final class Values {
    private static final int[] EDGES = {0, 1, 2, -1, -2, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0x7fff_fffe, 0x7fff, 0x8000, 0xffff_8000, 0xffff_7fff,
        0xff, 0x100, 0xffff, 0x1_0000, 0x00ff_ffff, 0x0100_0000, 0x4000_0000, 0xc000_0000};

    private final SplittableRandom random;

    Values(SplittableRandom random) {
        this.random = random;
    }

    int word() {
        return switch (random.nextInt(4)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextInt(-20, 20);
            case 2 -> random.nextInt() >> random.nextInt(32);
            default -> random.nextInt();
        };
    }

    byte[] bytes(int length) {
        byte[] b = new byte[length];
        random.nextBytes(b);
        return b;
    }

    /** A binary operand of up to eight bytes, or so many bytes of a longer one. */
    byte[] operand(int length) {
        ByteBuffer b = ByteBuffer.allocate(Math.max(8, length + 3 & -4));
        while (b.hasRemaining()) b.putInt(word());
        return Arrays.copyOfRange(b.array(), length < 4 ? 4 - length : 0, length < 4 ? 4 : length);
    }

    /** Eight bytes of packed decimal: a number within 32 bits, one beyond, or one with a digit or sign that is none. */
    byte[] decimal() {
        long number = switch (random.nextInt(6)) {
            case 0 -> random.nextLong(1_000_000_000_000_000L);
            case 1 -> random.nextBoolean() ? 0x7fff_ffffL + random.nextInt(3) : 0;
            default -> Math.abs((long) word());
        };
        long packed = Long.parseLong(Long.toString(number), 16) << 4;
        packed |= random.nextInt(6) == 0 ? random.nextInt(16) : random.nextInt(10, 16);
        if (random.nextInt(8) == 0) packed |= (long) random.nextInt(10, 16) << 4 * random.nextInt(1, 16);
        return ByteBuffer.allocate(8).putLong(packed).array();
    }

    // ---- addresses

    int address(int length, int storage) {
        int n = random.nextInt(100);
        if (n < 16) return CaseStorage.FIRST + CaseStorage.BLOCK * random.nextInt(2, 7) - random.nextInt(Math.max(2, length + 1));
        if (n < 28) return storage - random.nextInt(length + 8);
        if (n < 32) return storage - CaseStorage.BLOCK - random.nextInt(length + 1);
        if (n < 36) return beyond(storage);
        if (n < 40) return random.nextInt(24);
        int where = CaseStorage.FIRST + 2 * CaseStorage.BLOCK + random.nextInt(CaseStorage.FIRST_LENGTH - 2 * CaseStorage.BLOCK - 1_000);
        return random.nextInt(3) == 0 ? where : where & -8;
    }

    int beyond(int storage) {
        int rest = (1 << 24) - storage;
        if (rest == 0) return storage - 1 - random.nextInt(16);
        return storage + (random.nextBoolean() ? random.nextInt(16) : random.nextInt(rest - 8_192));
    }

    // ---- operands that belong together

    /** A dividend for which the quotient is near the edge of what fits. */
    void dividend(Draft d, int r1, int divisor) {
        if ((r1 & 1) != 0 || random.nextInt(4) == 0) return;
        long dividend = (long) word() * divisor + random.nextInt(-3, 4);
        d.register(r1, (int) (dividend >> 32));
        d.register(r1 + 1, (int) dividend);
    }

    /** The same, with a divisor in storage; not if that would move an address. */
    void divide(Draft d, int r1, int address) {
        int high = d.register(r1), low = d.register(r1 | 1), divisor = word();
        if ((r1 & 1) != 0 || divisor == 0) return;
        long dividend = (long) high << 32 | low & 0xffff_ffffL;
        if (random.nextInt(3) != 0) divisor = Math.clamp(dividend / (random.nextInt() | 1), Integer.MIN_VALUE, Integer.MAX_VALUE);
        d.data(address, ByteBuffer.allocate(4).putInt(divisor).array());
    }

    /** What CS and CDS compare is equal. */
    void same(Draft d, int r1, int address, int bytes) {
        ByteBuffer b = ByteBuffer.allocate(bytes).putInt(d.register(r1));
        if (bytes == 8) b.putInt(d.register(r1 | 1));
        d.data(address, b.array());
    }

    /** What CLM compares is equal. */
    void selected(Draft d, int r1, int mask, int address) {
        byte[] bytes = new byte[Integer.bitCount(mask)];
        for (int i = 0, n = 0; i < 4; i++) if ((mask & 8 >> i) != 0) bytes[n++] = (byte) (d.register(r1) >>> 24 - 8 * i);
        d.data(address, bytes);
    }

    /** Operands of storage-to-storage instructions: often alike, and tables in which most entries are 0. */
    void strings(Draft d, Operation o, int a, int first, int b, int second) {
        byte[] one = bytes(first), two = bytes(second);
        if (random.nextInt(3) == 0) Arrays.fill(one, one[0]);
        if (o.mnemonic().equals("TRT")) {
            int holes = random.nextInt(1, 40);
            for (int i = 0; i < second; i++) if (random.nextInt(holes) != 0) two[i] = 0;
        } else if (!o.mnemonic().equals("TR") && random.nextInt(3) != 0) {
            System.arraycopy(one, 0, two, 0, Math.min(first, second));
            if (random.nextInt(3) != 0) two[random.nextInt(second)] ^= (byte) (1 << random.nextInt(8));
        }
        d.data(a, one);
        d.data(b, two);
    }
}
