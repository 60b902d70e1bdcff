package org.polyvisor.isa.s370.oracle;

import static org.polyvisor.isa.s370.oracle.Operation.Trait.*;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.polyvisor.isa.s370.oracle.Draft.Use;
import org.polyvisor.isa.s370.oracle.Operation.Shape;

/**
 * Makes up cases of an instruction: operands with values that are edges, addresses that cross blocks, the end of storage and 16M,
 * keys that match and that do not, all masks and both states. What would harm the driver or execute data is thrown away.
 */
public final class CaseGenerator {
    private static final int ATTEMPTS = 10_000;
    private static final List<Operation> TARGETS =
            Operation.ALL.stream().filter(o -> !o.mnemonic().equals("STCK") && !o.mnemonic().equals("EX")).toList();

    private final SplittableRandom random;
    private final Values values;
    private final int storage;

    /**
     * Begins.
     *
     * @param seed where the random numbers come from
     * @param storage size of storage in bytes
     */
    public CaseGenerator(long seed, int storage) {
        random = new SplittableRandom(seed);
        values = new Values(random);
        this.storage = storage;
    }

    /** {@return a case} @param o the instruction that it is to execute */
    public HerculesCase next(Operation o) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Draft d = attempt(o);
            if (d.allowed()) return d.builder.build();
        }
        throw new IllegalStateException("no case of " + o.mnemonic() + " can be made");
    }

    private Draft attempt(Operation o) {
        CaseBuilder b = new CaseBuilder(o.mnemonic());
        Draft d = new Draft(b, storage);
        int at = instructionAddress(o);
        b.at(at).conditionCode(random.nextInt(4)).programMask(random.nextInt(16));
        if (random.nextInt(4) == 0) b.systemMask(random.nextInt(256) & 0xfe);
        if (random.nextInt(3) == 0) b.problem();
        if (random.nextInt(8) != 0) b.monitorMasks(random.nextInt());
        keys(b, at);
        byte[] code = o.mnemonic().equals("EX") ? execute(d) : instruction(d, o);
        d.code(at, code);
        return d;
    }

    private int instructionAddress(Operation o) {
        int n = random.nextInt(100);
        if (n < 2) return CaseBuilder.CODE + 1;
        if (n < 8) return CaseBuilder.CODE + CaseStorage.BLOCK / 2 * (1 + random.nextInt(2)) - 2 * (1 + random.nextInt(3));
        if (n < 12) return storage - 2 * (1 + random.nextInt(4));
        return CaseBuilder.CODE + 2 * random.nextInt(8);
    }

    /** Without keys, or with keys of which half match. The instruction itself can be fetched, as a rule. */
    private void keys(CaseBuilder b, int at) {
        if (random.nextInt(5) < 2) return;
        int key = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(15);
        b.key(key);
        for (int i = 0; i < CaseStorage.BLOCKS; i++) {
            int from = CaseStorage.block(i, storage), n = random.nextInt(10);
            boolean code = from - 8 <= at && at < from + CaseStorage.BLOCK && random.nextInt(12) != 0;
            if (n < 5) b.blockKey(i, key << 4 | random.nextInt(2) * 8);
            else b.blockKey(i, random.nextInt(16) << 4 | (code || n < 8 ? 0 : 8));
        }
    }

    // ---- instructions

    private byte[] instruction(Draft d, Operation o) {
        return switch (o.shape()) {
            case RR -> registers(d, o);
            case RX -> indexed(d, o);
            case RS -> twoRegisters(d, o);
            case SI, S -> immediate(d, o);
            case SS, SS_TWO -> storageToStorage(d, o);
        };
    }

    private byte[] registers(Draft d, Operation o) {
        int r1 = register(o.is(PAIR)), r2 = register(o.is(SECOND_PAIR));
        switch (o.mnemonic()) {
            case "SVC" -> {}
            case "MVCL", "CLCL" -> longOperands(d, r1, r2, o);
            case "SSK", "ISK" -> {
                d.register(r1, random.nextInt());
                int block = CaseStorage.block(random.nextInt(CaseStorage.BLOCKS), storage);
                int where = random.nextInt(8) == 0 ? values.beyond(storage) & -16 : block + (random.nextInt(CaseStorage.BLOCK) & -16);
                d.register(r2, where | random.nextInt(256) << 24 | (random.nextInt(8) == 0 ? random.nextInt(16) : 0));
            }
            default -> {
                d.register(r1, values.word());
                if (o.is(PAIR)) d.register(r1 | 1, values.word());
                if (o.is(BRANCHES)) {
                    if (o.mnemonic().equals("BCTR")) d.register(r1, random.nextInt(-1, 3));
                    d.register(r2, branchTarget() | random.nextInt(256) << 24);
                    if (r2 != 0) d.span(d.register(r2), 2, Use.BRANCH);
                    if (r2 == r1 && o.mnemonic().equals("BCTR")) d.span(d.register(r2) - 1, 2, Use.BRANCH);
                } else {
                    d.register(r2, values.word());
                }
                if (o.mnemonic().matches("LCR|LPR") && random.nextInt(8) == 0) d.register(r2, Integer.MIN_VALUE);
                if (o.mnemonic().equals("DR")) values.dividend(d, r1, d.register(r2));
            }
        }
        return new byte[] {(byte) o.opcode(), (byte) (r1 << 4 | r2)};
    }

    private void longOperands(Draft d, int r1, int r2, Operation o) {
        int most = random.nextInt(10) == 0 ? 400 : 48, length1 = random.nextInt(most);
        int length2 = random.nextInt(3) == 0 ? length1 : random.nextInt(most);
        int where1 = operand(length1 + 1), where2 = random.nextInt(4) == 0 ? where1 + random.nextInt(-40, 40) : operand(length2 + 1);
        d.register(r1, where1 | random.nextInt(256) << 24);
        d.register(r1 | 1, length1 | random.nextInt(256) << 24);
        d.register(r2, where2 | random.nextInt(256) << 24);
        d.register(r2 | 1, length2 | random.nextInt(256) << 24);
        if (((r1 | r2) & 1) != 0) return;
        int a = d.register(r1), b = d.register(r2), first = d.register(r1 | 1) & 0xff_ffff, second = d.register(r2 | 1) & 0xff_ffff;
        if (first > 4_000 || second > 4_000) {
            d.sound = false;
            return;
        }
        boolean compare = o.mnemonic().equals("CLCL");
        d.span(a, first, compare ? Use.FETCH : Use.STORE);
        d.span(b, second, Use.FETCH);
        byte[] bytes = values.bytes(Math.max(first, second));
        if (compare) {
            for (int i = Math.min(first, second); i < bytes.length; i++)
                if (random.nextInt(20) != 0) bytes[i] = (byte) (d.register(r2 | 1) >>> 24);
            d.data(a, Arrays.copyOf(bytes, first));
            if (bytes.length > 0 && random.nextBoolean()) bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        d.data(b, Arrays.copyOf(bytes, second));
    }

    private byte[] indexed(Draft d, Operation o) {
        boolean mask = o.mnemonic().equals("BC");
        int r1 = register(o.is(PAIR)), x = random.nextInt(4) == 0 ? 0 : register(false);
        d.register(r1, mask ? d.register(r1) : o.mnemonic().equals("BCT") ? random.nextInt(-1, 3) : values.word());
        if (o.is(PAIR)) d.register(r1 | 1, values.word());
        if (x != 0) d.register(x, random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(64));
        int[] field = address(d, x, o.is(NUMBER) ? random.nextInt() : o.is(BRANCHES) ? branchTarget() : operand(o.bytes()));
        int a = d.address(field[0], x, field[1]);
        if (o.is(BRANCHES)) d.span(a, 2, Use.BRANCH);
        else if (!o.is(NUMBER)) storageOperand(d, o, a, o.bytes());
        if (o.mnemonic().equals("D")) values.divide(d, r1, a);
        return new byte[] {(byte) o.opcode(), (byte) (r1 << 4 | x), (byte) (field[0] << 4 | field[1] >> 8), (byte) field[1]};
    }

    private byte[] twoRegisters(Draft d, Operation o) {
        int r1 = register(o.is(PAIR)), r3 = register(o.is(SECOND_PAIR)), bytes = o.bytes();
        d.register(r1, values.word());
        d.register(r3, o.is(BRANCHES) ? random.nextInt(-3, 4) : values.word());
        if (o.is(PAIR)) d.register(r1 | 1, values.word());
        if (o.is(SECOND_PAIR)) d.register(r3 | 1, values.word());
        if (o.is(BRANCHES) && random.nextBoolean()) d.register(r3 | 1, d.register(r1) + random.nextInt(-3, 4));
        switch (o.mnemonic()) {
            case "LM", "STM" -> bytes = 4 * ((r3 - r1 & 15) + 1);
            case "CLM", "ICM", "STCM" -> bytes = Math.max(1, Integer.bitCount(r3));
            default -> {}
        }
        int[] field = address(d, 0, o.is(NUMBER) ? random.nextInt() : o.is(BRANCHES) ? branchTarget() : boundary(o, operand(bytes)));
        int a = d.address(field[0], 0, field[1]);
        if (o.is(BRANCHES)) d.span(a, 2, Use.BRANCH);
        else if (!o.is(NUMBER)) storageOperand(d, o, a, bytes);
        if (o.is(ALIGNED) && random.nextBoolean()) values.same(d, r1, a, bytes);
        if (o.mnemonic().equals("CLM") && random.nextBoolean()) values.selected(d, r1, r3, a);
        return new byte[] {(byte) o.opcode(), (byte) (r1 << 4 | r3), (byte) (field[0] << 4 | field[1] >> 8), (byte) field[1]};
    }

    private byte[] immediate(Draft d, Operation o) {
        int i2 = o.shape() == Shape.S ? o.opcode() & 0xff
                : o.is(NUMBER) && random.nextInt(8) != 0 ? random.nextInt(16) : random.nextInt(256);
        int[] field = address(d, 0, o.is(NUMBER) ? random.nextInt() : boundary(o, operand(o.bytes())));
        int a = d.address(field[0], 0, field[1]);
        if (!o.is(NUMBER)) storageOperand(d, o, a, o.bytes());
        if (o.mnemonic().equals("LPSW")) newPsw(d, a);
        int opcode = o.opcode() > 0xff ? o.opcode() >> 8 : o.opcode();
        if (o.shape() == Shape.S && o.opcode() <= 0xff) i2 = random.nextInt(256);
        if (o.mnemonic().equals("CLI") && random.nextInt(3) == 0) d.data(a, new byte[] {(byte) i2});
        return new byte[] {(byte) opcode, (byte) i2, (byte) (field[0] << 4 | field[1] >> 8), (byte) field[1]};
    }

    /**
     * The PSW that LPSW finds: in BC mode, in EC mode without translation and PER, or an EC-mode PSW that is none. Bit 16, which must be
     * 0, is 0: with the dual-address-space facility, which Hercules has and we have not, it selects an address space.
     */
    private void newPsw(Draft d, int a) {
        int target = branchTarget();
        d.span(target, 2, Use.BRANCH);
        long psw = random.nextLong() & 0xfef5_ffff_ff00_0000L | target;
        if (random.nextInt(3) == 0) {
            psw = psw & 0x02f5_3f00_0000_0000L | 1L << 51 | target;
            if (random.nextBoolean())
                psw |= (random.nextInt(8) == 0 ? random.nextLong() : 1L << random.nextInt(64)) & 0xb800_40ff_ff00_0000L;
        }
        d.data(a, ByteBuffer.allocate(8).putLong(psw).array());
    }

    private byte[] storageToStorage(Draft d, Operation o) {
        boolean two = o.shape() == Shape.SS_TWO, translate = o.mnemonic().startsWith("TR");
        int lengths = random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(16);
        if (two) lengths = random.nextInt(256);
        int first = (two ? lengths >> 4 : lengths) + 1, second = two ? (lengths & 15) + 1 : translate ? 256 : first;
        boolean inverse = o.mnemonic().equals("MVCIN");
        int where1 = operand(first);
        int where2 = random.nextInt(4) == 0 ? where1 + random.nextInt(-first, first + 1) : operand(second) + (inverse ? second - 1 : 0);
        int[] field1 = address(d, 0, where1), field2 = address(d, 0, where2);
        int a = d.address(field1[0], 0, field1[1]), b = d.address(field2[0], 0, field2[1]) - (inverse ? second - 1 : 0) & 0xff_ffff;
        d.span(a, first, o.is(STORES) ? Use.STORE : Use.FETCH);
        d.span(b, second, Use.FETCH);
        values.strings(d, o, a, first, b, second);
        if (two && Math.max(a + first, b + second) > 1 << 24) d.sound = false; // PACK there ends Hercules 3.13 with a segmentation fault
        return new byte[] {(byte) o.opcode(), (byte) lengths, (byte) (field1[0] << 4 | field1[1] >> 8), (byte) field1[1],
            (byte) (field2[0] << 4 | field2[1] >> 8), (byte) field2[1]};
    }

    /** EXECUTE of anything, itself included: the second byte of the target is divided between it and the register. */
    private byte[] execute(Draft d) {
        int n = random.nextInt(20);
        byte[] target = n == 0 ? new byte[] {0x44, (byte) random.nextInt(256), 0x30, 0}
                : instruction(d, TARGETS.get(random.nextInt(TARGETS.size())));
        if (n == 1) target = new byte[] {0, 0};
        int r1 = unused(d), share = random.nextInt(256), byte2 = target[1] & 0xff;
        if (r1 != 0) {
            d.register(r1, random.nextInt() & ~0xff | byte2 & share);
            target[1] = (byte) (byte2 & ~share | byte2 & random.nextInt(256));
        }
        d.used[0] = true;
        int base = unused(d);
        int where = CaseStorage.FIRST + 0x3000 + 2 * random.nextInt(0x700);
        if (random.nextInt(6) == 0) where = operand(target.length);
        int displacement = random.nextInt(4096);
        d.register(base, where - displacement & 0xff_ffff | random.nextInt(256) << 24);
        if (where < storage) d.code(where, target);
        d.span(where, target.length, Use.FETCH);
        return new byte[] {0x44, (byte) (r1 << 4), (byte) (base << 4 | displacement >> 8), (byte) displacement};
    }

    private int unused(Draft d) {
        for (int i = 0; i < 100; i++) {
            int r = random.nextInt(16);
            if (!d.used[r]) return r;
        }
        d.sound = false;
        return 15;
    }

    // ---- operands

    private void storageOperand(Draft d, Operation o, int address, int length) {
        d.span(address, length, o.is(STORES) ? Use.STORE : Use.FETCH);
        d.data(address, o.mnemonic().equals("CVB") ? values.decimal() : values.operand(length));
    }

    private int register(boolean even) {
        int r = random.nextInt(16);
        return even && random.nextInt(8) != 0 ? r & 14 : r;
    }

    /** Base register and displacement for an address; with a base register 0, the displacement alone. */
    private int[] address(Draft d, int x, int where) {
        if (where < 4096 && where >= 0 && x == 0) return new int[] {0, where};
        int base = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(15), displacement = random.nextInt(3) == 0 ? 0 : random.nextInt(4096);
        if (base == 0 && x == 0) base = 1 + random.nextInt(15);
        int rest = where - displacement - (x == 0 || x == base ? 0 : d.register(x));
        if (base == 0) d.register(x, where - displacement);
        else if (base == x) d.register(base, rest / 2);
        else d.register(base, random.nextInt(3) == 0 ? rest : rest & 0xff_ffff | random.nextInt(256) << 24);
        return new int[] {base, displacement};
    }

    private int boundary(Operation o, int address) {
        return o.is(ALIGNED) && random.nextInt(8) != 0 ? address & -o.bytes() : address;
    }

    private int operand(int length) {
        return values.address(length, storage);
    }

    private int branchTarget() {
        int n = random.nextInt(20);
        if (n == 0) return values.beyond(storage);
        if (n == 1) return storage - 2 * (1 + random.nextInt(4));
        int target = CaseStorage.FIRST + random.nextInt(CaseStorage.FIRST_LENGTH - 8);
        return n < 4 ? target | 1 : target & -2;
    }
}
