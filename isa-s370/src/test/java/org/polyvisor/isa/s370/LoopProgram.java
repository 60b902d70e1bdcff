package org.polyvisor.isa.s370;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;

/**
 * A random program of loops in functions that call each other, in supervisor or problem state, with storage keys, in BC or EC mode, while
 * the interval timer runs. After a program interruption it goes on behind the instruction; after many, which may lead nowhere, from
 * the beginning with the keys of its code as they were.
 */
final class LoopProgram {
    static final int STORAGE = 0x10000;
    static final int FUNCTIONS = 3;
    /** VARIABLES is what general register 13 holds; FIELDS are operands, in blocks whose keys differ. */
    static final int CODE = 0x1000, VARIABLES = 0x4000, FIELDS = 0x5000, FIELDS_END = 0x9000;
    /** Displacements of variables: return addresses and registers of functions, addresses of functions, addresses of no storage. */
    static final int RETURNS = 0x000, SAVED = 0x020, ADDRESSES = 0x080, CONSTANTS = 0x0a0, COUNTERS = 0x100;
    private static final int HANDLERS = 0x400, RESTART = 0x600, OLD = 0x300, MASKS = 0x340, TIMES = 0x380, MASK = 0x10, MOST = 64;

    private final RandomGenerator random;
    private final StringBuilder text = new StringBuilder();
    private final List<Program.Chunk> chunks;
    private final byte[] fields = new byte[FIELDS_END - FIELDS];
    private final int[] keys = new int[STORAGE / 2048];
    private final int[] registers = new int[16];
    private final int key;
    private final boolean supervisor;
    private final long psw;
    private final long monitorMasks;

    LoopProgram(RandomGenerator random, Architecture a) {
        this.random = random;
        supervisor = random.nextBoolean();
        key = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(3);
        psw = random.nextInt(3) == 0 ? extended() : basic();
        frame();
        LoopInstructions instructions = new LoopInstructions(random, supervisor, key, text);
        line("ORG " + CODE, "MAIN BALR 12,0", "USING *,12");
        for (int n = 0; n < FUNCTIONS; n++) line("L 15," + (ADDRESSES + 4 * n) + "(13)", "BALR 14,15");
        line("B MAIN+2", "DROP 12");
        for (int n = 0; n < FUNCTIONS; n++) instructions.function(n);
        line("ORG " + (VARIABLES + ADDRESSES));
        for (int n = 0; n < FUNCTIONS; n++) line("DC A(F" + n + ")");
        line("ORG " + (VARIABLES + CONSTANTS), "DC A(" + STORAGE + ")", "DC A(" + (STORAGE - 3) + ")", "DC F'0'", "DC F'-1'",
                "DC F'2147483647'");
        instructions.tables();
        try {
            chunks = a.syntax().assemble(a, text.toString()).chunks();
        } catch (AssemblyException e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
        random.nextBytes(fields);
        for (int i = 0; i < fields.length; i += 32) if (random.nextBoolean()) packed(i);
        for (int block = 0; block < keys.length; block++) keys[block] = key(2048 * block);
        for (int i = 0; i < registers.length; i++) registers[i] = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(200);
        for (int i = 6; i <= 8; i++) registers[i] = FIELDS + random.nextInt(0x3000);
        monitorMasks = random.nextInt() & 0xffff;
    }

    /** A number that CVB takes. */
    private void packed(int at) {
        for (int i = 0; i < 7; i++) fields[at + i] = i < 3 ? 0 : (byte) (random.nextInt(10) << 4 | random.nextInt(10));
        fields[at + 7] = (byte) (random.nextInt(10) << 4 | 12 + random.nextInt(2));
    }

    private int key(int address) {
        boolean field = address >= FIELDS && address < FIELDS_END;
        if (address < CODE) return 0;
        return field && random.nextInt(4) == 0 ? random.nextInt(4) << 4 | 8 * random.nextInt(2) : key << 4;
    }

    void load(BareMachine m) {
        for (Program.Chunk c : chunks) m.load(c.address(), c.bytes());
        m.load(FIELDS, fields);
        m.load(VARIABLES - 64, ints(registers));
        for (int block = 0; block < keys.length; block++) m.processor().attribute(block, keys[block]);
        m.processor().set(Registers.CR[0], 0xe0);
        m.processor().set(Registers.CR[8], monitorMasks);
        Psw.write(m.processor(), basicAt(RESTART), true);
    }

    private static byte[] ints(int... values) {
        ByteBuffer b = ByteBuffer.allocate(4 * values.length);
        for (int v : values) b.putInt(v);
        return b.array();
    }

    @Override
    public String toString() {
        return "PSW " + Long.toHexString(psw) + "\n" + text;
    }

    // ---- program-status words

    private static long basicAt(int address) {
        return 0x0004_0000_0000_0000L | address;
    }

    private long basic() {
        return (long) random.nextInt(2) << 56 | (long) key << 52 | state() | (long) random.nextInt(64) << 24 | CODE;
    }

    private long extended() {
        return 3L << 56 & -(long) random.nextInt(2) | (long) key << 52 | 1L << 51 | state() | (long) random.nextInt(64) << 40 | CODE;
    }

    private long state() {
        return 1L << 50 | (supervisor ? 0 : 1L << 48);
    }

    // ---- the frame of the program

    private void line(String... lines) {
        for (String l : lines) text.append(l.matches("(MAIN|EXT|PGM|SVC|AGAIN) .*") ? "" : " ").append(l).append('\n');
    }

    /** What needs no base register lies below 4096. */
    private void frame() {
        line("ORG 80", "DC F'" + time() + "'", "ORG 88", "DC X'00040000',A(EXT)", "DC X'00040000',A(SVC)", "DC X'00040000',A(PGM)",
                "DC X'00040000',A(EXT)", "DC X'00040000',A(EXT)");
        line("ORG " + OLD, "DC XL8'" + "%016X".formatted(psw) + "'", "DC F'0'", "DC F'0'", "DC F'0'", "ORG " + MASKS,
                "DC F'" + (MOST - 1) + "',A(" + VARIABLES + "),A(" + (VARIABLES - 64) + "),F'" + (key << 4) + "',A(" + CODE + ")");
        line("ORG " + TIMES, "DC F'" + time() + "'");
        line("ORG " + HANDLERS, "EXT ST 15," + (OLD + 16), "L 15," + (OLD + 12), "LA 15,1(15)", "ST 15," + (OLD + 12), "MVC 80(4)," + TIMES,
                "L 15," + (OLD + 16), "LPSW 24");
        line("SVC STC 0," + (OLD + 24), "LPSW 32");
        line("PGM ST 15," + (OLD + 16), "L 15," + (OLD + 8), "LA 15,1(15)", "ST 15," + (OLD + 8), "N 15," + MASKS,
                "BC 8," + RESTART, "L 15," + (OLD + 16), "LPSW 40");
        line("ORG " + RESTART, "AGAIN L 14," + (MASKS + 12), "L 15," + (MASKS + 16), "LA 13," + (VARIABLES - CODE) / 2048, "SSK 14,15",
                "LA 15,2048(15)", "BCT 13," + (RESTART + 12), "L 13," + (MASKS + 4), "L 15," + (MASKS + 8), "LM 0,12,0(15)", "LPSW " + OLD);
    }

    private int time() {
        return random.nextInt(3) << 8 | random.nextInt(MASK);
    }
}
