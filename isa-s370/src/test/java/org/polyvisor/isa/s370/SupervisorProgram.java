package org.polyvisor.isa.s370;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;

/**
 * A random program for the supervisor's state: slots of instructions, run round and round; the handlers of all interruptions take the
 * program on to the next slot, with the PSW that a table has for it: problem or supervisor state, keys, masks.
 */
final class SupervisorProgram {
    static final int STORAGE = 0x20000;

    private static final int SLOTS = 64;
    private static final int SLOT = 40;
    private static final int CODE = 0x600;
    private static final int TABLE = 0x300;
    /** An EXECUTE, which no EXECUTE may execute. */
    private static final int EXECUTE = 0x1f8;
    private static final int DATA = 0x8000;

    private final RandomGenerator random;
    private final StringBuilder text = new StringBuilder();

    SupervisorProgram(RandomGenerator random) {
        this.random = random;
    }

    void load(BareMachine m, Architecture a) {
        try {
            Program p = a.syntax().assemble(a, text());
            for (Program.Chunk c : p.chunks()) m.load(c.address(), c.bytes());
        } catch (AssemblyException e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
        byte[] data = new byte[0x1000];
        random.nextBytes(data);
        m.load(DATA, data);
        for (int page = 0x10; page < STORAGE / 2048; page++) m.processor().attribute(page, random.nextInt(4) == 0
                ? random.nextInt(16) << 4 | 8 * random.nextInt(2) : 0x10);
        for (int i = 0; i < 16; i++) m.processor().set(Registers.GR[i], register(i));
        m.processor().set(Registers.CR[0], 0xe0);
        m.processor().set(Registers.CR[8], random.nextInt() & 0xffff);
        Psw.write(m.processor(), psw(CODE, true), true);
    }

    private int register(int n) {
        return switch (n % 4) {
            case 0 -> DATA + random.nextInt(0x1000);
            case 1 -> random.nextInt(64);
            case 2 -> DATA + 8 * random.nextInt(0x200);
            default -> random.nextInt();
        };
    }

    private long psw(int at, boolean supervisor) {
        long mask = random.nextInt(3) == 0 ? 0xff : random.nextInt(256), key = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
        return mask << 56 | key << 52 | (supervisor ? 0 : 1L << 48) | (long) random.nextInt(64) << 24 | at;
    }

    // ---- text

    private String text() {
        for (int at = 88; at <= 120; at += 8) line("ORG " + at, "DC X'00040000',A(COMMON)");
        line("ORG " + EXECUTE, "DC X'44000600'", "ORG 512");
        line("COMMON BALR 15,0", "USING *,15", "L 14,COUNT", "LA 14,1(14)", "C 14,=F'" + SLOTS + "'", "BL IN", "SR 14,14",
                "IN ST 14,COUNT", "SLL 14,3",
                "LA 14," + TABLE + "(14)", "LM 2,5,REGS", "LPSW 0(14)", "DROP 15", "COUNT DC F'0'", "REGS DC " + words(4), "LTORG", "ORG "
                        + TABLE);
        for (int i = 0; i < SLOTS; i++) line("DC XL8'" + String.format("%016X", psw(CODE + SLOT * i, random.nextInt(3) != 0)) + "'");
        for (int i = 0; i < SLOTS; i++) {
            line("ORG " + (CODE + SLOT * i));
            int length = 0;
            while (length < SLOT - 10) length += instruction();
            line("SVC " + random.nextInt(8));
        }
        return text.toString();
    }

    private String words(int n) {
        List<String> w = new ArrayList<>();
        for (int i = 0; i < n; i++) w.add("F'" + register(i + 2) + "'");
        return String.join(",", w);
    }

    private void line(String... lines) {
        for (String l : lines) text.append(l.matches("(COMMON|IN|COUNT|REGS) .*") ? "" : "        ").append(l).append('\n');
    }

    private int r() {
        return random.nextInt(14);
    }

    /** The address of a slot that needs no base register. */
    private int slot() {
        return CODE + SLOT * random.nextInt(60);
    }

    private int even() {
        return 2 * random.nextInt(7);
    }

    private String address() {
        int base = random.nextInt(4) == 0 ? r() : List.of(2, 4, 8, 10, 12).get(random.nextInt(5));
        return (random.nextBoolean() ? 8 * random.nextInt(16) : random.nextInt(128)) + "(" + base + ")";
    }

    private String field() {
        return field(20);
    }

    private String field(int most) {
        return address().replace("(", "(" + (1 + random.nextInt(most)) + ",");
    }

    /** One random instruction; returns its length. */
    private int instruction() {
        int kind = random.nextInt(44);
        String s = switch (kind) {
            case 0 -> "SSM " + address();
            case 1 -> "LPSW " + (random.nextInt(8) == 0 ? address() : TABLE + 8 * random.nextInt(SLOTS));
            case 2 -> "SVC " + random.nextInt(8);
            case 3 -> "SPM " + r();
            case 4 -> "SSK " + r() + "," + List.of(0, 2, 4, 8, 10, 12).get(random.nextInt(6));
            case 5 -> "ISK " + r() + "," + List.of(0, 2, 4, 8, 10, 12).get(random.nextInt(6));
            case 6 -> "STCK " + address();
            case 7 -> "MC " + random.nextInt(4096) + "," + random.nextInt(16);
            case 8 -> "TS " + address();
            case 9 -> "EX " + r() + "," + (random.nextInt(4) == 0 ? EXECUTE : slot()) + (random.nextBoolean() ? "" : "(" + r() + ")");
            case 10 -> "MVCL " + even() + "," + even();
            case 11 -> "CLCL " + even() + "," + even();
            case 12 -> "D " + even() + "," + address();
            case 13 -> "CVB " + r() + "," + address();
            case 14 -> "DC X'" + String.format("%02X%02X", List.of(0, 0x0b, 0x52, 0x65, 0xff).get(random.nextInt(5)), random.nextInt(256))
                    + "'";
            case 15 -> "MVC " + field() + "," + address();
            case 16 -> "CLC " + field() + "," + address();
            case 17 -> "TR " + field() + "," + address();
            case 18 -> "STM " + r() + "," + r() + "," + address();
            case 19 -> "LM " + r() + "," + r() + "," + address();
            case 20 -> "ST " + r() + "," + address();
            case 21 -> "MVI " + address() + "," + random.nextInt(256);
            case 22 -> "BALR " + r() + ",0";
            case 23 -> "AR " + r() + "," + r();
            case 24 -> "SLA " + r() + "," + random.nextInt(64);
            case 25 -> "A " + r() + "," + address();
            case 26 -> "NI " + address() + "," + random.nextInt(256);
            case 27 -> "BC " + random.nextInt(16) + "," + slot();
            case 28 -> "CDS " + even() + "," + even() + "," + address();
            case 29 -> "LA " + List.of(2, 4, 8, 10, 12).get(random.nextInt(5)) + "," + random.nextInt(4096) + "(" + List.of(2, 4, 8,
                    10).get(random.nextInt(4)) + ")";
            case 30 -> "L " + List.of(1, 3, 5, 7, 9, 11).get(random.nextInt(6)) + "," + address();
            case 31 -> "STC " + r() + "," + (slot() + random.nextInt(20));
            case 32 -> "LA 6," + 4 * random.nextInt(1024);
            case 33 -> "SIO " + random.nextInt(4096);
            case 34 -> "TIO " + random.nextInt(4096);
            case 35 -> "LH " + r() + "," + address();
            case 36 -> "UNPK " + field(16) + "," + field(16);
            case 37 -> "XC " + field() + "," + address();
            case 38 -> "LA 4," + DATA / 16 + "(0,0)";
            case 39 -> "SLL 4,4";
            default -> "LR " + r() + "," + r();
        };
        line(s);
        return switch (s.substring(0, s.indexOf(' '))) {
            case "SVC", "SPM", "SSK", "ISK", "MVCL", "CLCL", "BALR", "AR", "LR", "DC" -> 2;
            case "MVC", "CLC", "TR", "UNPK", "XC" -> 6;
            default -> 4;
        };
    }

    @Override
    public String toString() {
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
