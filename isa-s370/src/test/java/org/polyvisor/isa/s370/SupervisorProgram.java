package org.polyvisor.isa.s370;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;

/**
 * A random program for the supervisor's state: slots of instructions, run round and round; the handlers of all interruptions take the
 * program on to the next slot, with the PSW that a table has for it: problem or supervisor state, keys, masks, BC or EC mode, wait.
 */
final class SupervisorProgram {
    static final int STORAGE = 0x20000;

    private static final int SLOTS = 64;
    private static final int SLOT = 40;
    private static final int CODE = 0x600;
    private static final int TABLE = 0x300;
    /** Channel programs and the channel-address words that name them. */
    private static final int CHANNEL_PROGRAMS = 0x1000, CHANNEL_ADDRESS_WORDS = 0x500, TIMES = 0x540;
    private static final int COMMANDS = 8, CHAINS = 16;
    /** An EXECUTE, which no EXECUTE may execute. */
    private static final int EXECUTE = 0x1f8;
    private static final int DATA = 0x8000;
    private static final List<Integer> POINTERS = List.of(0, 2, 4, 8, 10, 12);

    private final RandomGenerator random;
    private final StringBuilder text = new StringBuilder();
    private final List<Program.Chunk> chunks;
    private final byte[] data = new byte[0x1000];
    private final int[] keys = new int[STORAGE / 2048];
    private final long[] registers = new long[16];
    private final long monitorMasks;
    private final long clockOrigin;
    private final long psw;

    SupervisorProgram(RandomGenerator random, Architecture a) {
        this.random = random;
        try {
            chunks = a.syntax().assemble(a, text()).chunks();
        } catch (AssemblyException e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
        random.nextBytes(data);
        for (int block = 0x10; block < keys.length; block++)
            keys[block] = random.nextInt(4) == 0 ? random.nextInt(16) << 4 | 8 * random.nextInt(2) : 0x10;
        for (int i = 0; i < registers.length; i++) registers[i] = register(i);
        monitorMasks = random.nextInt() & 0xffff;
        clockOrigin = random.nextLong();
        psw = basic(CODE, true);
    }

    void load(BareMachine m) {
        for (Program.Chunk c : chunks) m.load(c.address(), c.bytes());
        m.load(DATA, data);
        for (int block = 0; block < keys.length; block++) m.processor().attribute(block, keys[block]);
        for (int i = 0; i < registers.length; i++) m.processor().set(Registers.GR[i], registers[i]);
        m.processor().set(Registers.CR[0], 0xe0);
        m.processor().set(Registers.CR[2], -1);
        m.processor().set(Registers.CR[8], monitorMasks);
        m.processor().set(Registers.CLOCK_ORIGIN, clockOrigin);
        Psw.write(m.processor(), psw, true);
    }

    private int register(int n) {
        return switch (n % 4) {
            case 1 -> random.nextInt(64);
            case 3 -> random.nextInt();
            default -> DATA + 8 * random.nextInt(0x200) + (random.nextInt(4) == 0 ? random.nextInt(8) : 0);
        };
    }

    // ---- program-status words

    private long psw(int at, boolean supervisor) {
        return random.nextInt(4) == 0 ? extended(at, supervisor) : basic(at, supervisor);
    }

    private long basic(int at, boolean supervisor) {
        boolean wait = random.nextInt(16) == 0;
        long mask = wait || random.nextInt(3) == 0 ? 0xff : random.nextInt(256);
        return mask << 56 | key() << 52 | state(supervisor, wait) | (long) random.nextInt(64) << 24 | at;
    }

    private long extended(int at, boolean supervisor) {
        boolean wait = random.nextInt(16) == 0;
        long mask = wait || random.nextInt(3) == 0 ? 3 : random.nextInt(4);
        return mask << 56 | key() << 52 | 1L << 51 | state(supervisor, wait) | (long) random.nextInt(64) << 40 | at;
    }

    private long key() {
        return random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
    }

    private long state(boolean supervisor, boolean wait) {
        return (long) random.nextInt(2) << 50 | (wait ? 1L << 49 : 0) | (supervisor ? 0 : 1L << 48);
    }

    // ---- text

    private String text() {
        for (int at = 88; at <= 120; at += 8) line("ORG " + at, "DC X'00040000',A(COMMON)");
        line("ORG 80", "DC F'" + random.nextInt(0x300) + "'", "ORG " + EXECUTE, "DC X'44000600'", "ORG 512");
        line("COMMON BALR 15,0", "USING *,15", "L 14,COUNT", "LA 14,1(14)", "C 14,=F'" + SLOTS + "'", "BL IN", "SR 14,14",
                "IN ST 14,COUNT", "SLL 14,3", "LA 14," + TABLE + "(14)", "LM 0,13,REGS", "LPSW 0(14)", "DROP 15", "COUNT DC F'0'");
        for (int i = 0; i < 14; i++) line((i == 0 ? "REGS " : "") + "DC F'" + register(i) + "'");
        line("LTORG", "ORG " + TABLE);
        for (int i = 0; i < SLOTS; i++) line("DC XL8'" + String.format("%016X", psw(CODE + SLOT * i, random.nextInt(3) != 0)) + "'");
        for (int i = 0; i < SLOTS; i++) {
            line("ORG " + (CODE + SLOT * i));
            int length = 0;
            while (length < SLOT - 10) length += instruction();
            line("SVC " + random.nextInt(8));
        }
        channelPrograms();
        return text.toString();
    }

    /** Commands with data in storage, around its end, and where none is installed. */
    private void channelPrograms() {
        line("ORG " + CHANNEL_PROGRAMS);
        for (int i = 0; i < COMMANDS * CHAINS; i++) {
            int command = List.of(1, 9, 9, 10, 4, 3, 11, 2, 8, 0).get(random.nextInt(10));
            int address = switch (random.nextInt(8)) {
                case 0 -> STORAGE - random.nextInt(32);
                case 1 -> random.nextInt(1 << 24);
                case 2 -> 0xff_ffff - random.nextInt(16);
                default -> DATA + random.nextInt(0x1000);
            };
            if (command == 8) address = CHANNEL_PROGRAMS + 8 * random.nextInt(COMMANDS * CHAINS);
            int flags = List.of(0x20, 0x20, 0x60, 0xa0, 0x30, 0x28, 0x00, 0x40).get(random.nextInt(8));
            line("DC X'" + String.format("%02X%06X%02X00%04X", command, address, flags, 1 + random.nextInt(24)) + "'");
        }
        line("ORG " + CHANNEL_ADDRESS_WORDS);
        for (int i = 0; i < CHAINS; i++)
            line("DC X'" + String.format("%02X%06X", random.nextInt(3) == 0 ? 16 * random.nextInt(4) : 0,
                    random.nextInt(12) == 0 ? random.nextInt(1 << 24) : CHANNEL_PROGRAMS + 8 * COMMANDS * i) + "'");
        line("ORG " + TIMES);
        for (int i = 0; i < 8; i++) line("DC F'" + (random.nextInt(0x500) - 0x80) + "'");
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

    private int pointer() {
        return POINTERS.get(random.nextInt(6));
    }

    private String address() {
        int base = random.nextInt(10) == 0 ? 3 + 4 * random.nextInt(3) : POINTERS.get(1 + random.nextInt(5));
        return (random.nextInt(4) != 0 ? 8 * random.nextInt(16) : random.nextInt(128)) + "(" + base + ")";
    }

    private String field() {
        return field(20);
    }

    private String field(int most) {
        return address().replace("(", "(" + (1 + random.nextInt(most)) + ",");
    }

    /** One random instruction, or a few that belong together; returns their length. */
    private int instruction() {
        String s = random.nextInt(2) == 0 ? supervisor() : program();
        line(s.split("\n"));
        int length = 0;
        for (String one : s.split("\n")) length += length(one);
        return length;
    }

    private static int length(String one) {
        return switch (one.substring(0, one.indexOf(' '))) {
            case "SVC", "SPM", "SSK", "ISK", "MVCL", "CLCL", "BALR", "AR", "LR", "DC" -> 2;
            case "MVC", "CLC", "TR", "UNPK", "XC" -> 6;
            default -> 4;
        };
    }

    private String supervisor() {
        return switch (random.nextInt(20)) {
            case 0 -> "SSM " + address();
            case 1 -> "LPSW " + (random.nextInt(8) == 0 ? address() : TABLE + 8 * random.nextInt(SLOTS));
            case 2 -> "SVC " + random.nextInt(8);
            case 3 -> "SPM " + r();
            case 4, 5 -> "SSK " + r() + "," + pointer();
            case 6 -> "ISK " + r() + "," + pointer();
            case 7 -> "STCK " + address();
            case 8 -> "MC " + random.nextInt(4096) + "," + random.nextInt(16);
            case 9 -> "TS " + address();
            case 10, 11 -> "MVC 72(4)," + (CHANNEL_ADDRESS_WORDS + 4 * random.nextInt(CHAINS)) + "\nSIO " + device();
            case 12 -> "SIO " + device();
            case 13 -> "TIO " + device();
            case 14 -> "HIO " + device();
            case 15 -> "DC X'9C01'\nDC X'" + String.format("%04X", device()) + "'";
            case 16 -> List.of("TCH 0", "DC X'9D01'\nDC X'001F'", "DC X'9E01'\nDC X'001F'", "TCH 256").get(random.nextInt(4));
            case 17, 18 -> "MVC 80(4)," + (TIMES + 4 * random.nextInt(8));
            default -> "DC X'" + String.format("%02X%02X", List.of(0, 0x0b, 0x52, 0x65, 0xff).get(random.nextInt(5)), random.nextInt(256))
                    + "'";
        };
    }

    private int device() {
        return random.nextInt(6) == 0 ? random.nextInt(4096) : List.of(0x1f, 0x1f, 0x1f, 0x0c).get(random.nextInt(4));
    }

    private String program() {
        return switch (random.nextInt(34)) {
            case 0 -> "EX " + r() + "," + (random.nextInt(4) == 0 ? EXECUTE : slot()) + (random.nextBoolean() ? "" : "(" + r() + ")");
            case 1 -> "MVCL " + even() + "," + even();
            case 2 -> "CLCL " + even() + "," + even();
            case 3 -> "D " + even() + "," + address();
            case 4 -> "CVB " + r() + "," + address();
            case 5 -> "MVC " + field() + "," + address();
            case 6 -> "CLC " + field() + "," + address();
            case 7 -> "TR " + field() + "," + address();
            case 8 -> "STM " + r() + "," + r() + "," + address();
            case 9 -> "LM " + r() + "," + r() + "," + address();
            case 10 -> "ST " + r() + "," + address();
            case 11 -> "MVI " + address() + "," + random.nextInt(256);
            case 12 -> "BALR " + r() + ",0";
            case 13 -> "AR " + r() + "," + r();
            case 14 -> "SLA " + r() + "," + random.nextInt(64);
            case 15 -> "A " + r() + "," + address();
            case 16 -> "NI " + address() + "," + random.nextInt(256);
            case 17 -> "BC " + random.nextInt(16) + "," + slot();
            case 18 -> "CDS " + even() + "," + even() + "," + address();
            case 19 -> "LA " + pointer() + "," + random.nextInt(4096) + "(" + pointer() + ")";
            case 20 -> "L " + List.of(1, 3, 5, 7, 9, 11).get(random.nextInt(6)) + "," + address();
            case 21, 22 -> "STC " + r() + "," + (slot() + random.nextInt(20));
            case 23 -> "LA 6," + 4 * random.nextInt(1024);
            case 24 -> "LH " + r() + "," + address();
            case 25 -> "UNPK " + field(16) + "," + field(16);
            case 26 -> "XC " + field() + "," + address();
            case 27 -> "LA 4," + DATA / 16 + "(0,0)";
            case 28 -> "SLL 4,4";
            default -> "LR " + r() + "," + r();
        };
    }

    @Override
    public String toString() {
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
